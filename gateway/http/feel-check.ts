import { EMOTION_NAMES_KO, EMOTIONS } from '../../language/types.ts';
import type { AnalyzeText } from '../options.ts';
import { feelCheckAnswerSchema, feelCheckRequestSchema, type FeelCheckAnswer } from './contract.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

export function feelCheckRoutes(analyze: AnalyzeText): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/api/feel-check',
      summary: 'The emotion of a message, by the Korean names of the seven',
      body: feelCheckRequestSchema,
      answers: { 200: feelCheckAnswerSchema },
      handler: async (request, response) => {
        const { message } = readRequest(feelCheckRequestSchema, request.body);
        const { emotion } = await analyze(message);
        answer(response, feelCheckAnswerSchema, {
          result: EMOTION_NAMES_KO[emotion.label],
          scores: Object.fromEntries(
            EMOTIONS.map((name, c) => [EMOTION_NAMES_KO[name], emotion.scores[c] ?? 0]),
          ) as FeelCheckAnswer['scores'],
        });
      },
    },
  ];
}
