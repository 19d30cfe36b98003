import { EMOTIONS, type Analysis, type Emotion } from '../../language/types.ts';
import { analyzeAnswerSchema, analyzeRequestSchema, type AnalyzeAnswer } from './contract.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

export function analyzeRoutes(analyze: (text: string) => Promise<Analysis>): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/api/analyze',
      summary: 'Analyse a text: mask, words, sentiment, emotion',
      body: analyzeRequestSchema,
      answers: { 200: analyzeAnswerSchema },
      handler: async (request, response) => {
        const { text } = readRequest(analyzeRequestSchema, request.body);
        answer(response, analyzeAnswerSchema, toAnalyzeAnswer(await analyze(text)));
      },
    },
  ];
}

/** An analysis as the API and the command `analyze` print it. */
export function toAnalyzeAnswer(analysis: Analysis): AnalyzeAnswer {
  const { profanity, sentiment, emotion } = analysis;
  return {
    text: analysis.text,
    masked: analysis.masked,
    lang: analysis.lang,
    words: [...analysis.words],
    profanity: {
      flag: profanity.flag,
      score: profanity.score,
      spans: profanity.spans.map(({ start, end, reason }) => ({ start, end, reason })),
    },
    sentiment: { label: sentiment.label, positive: sentiment.positive },
    emotion: {
      label: emotion.label,
      scores: Object.fromEntries(EMOTIONS.map((name, index) => [name, emotion.scores[index] ?? 0])) as Record<
        Emotion,
        number
      >,
    },
  };
}
