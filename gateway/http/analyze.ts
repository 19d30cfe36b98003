import type { Explanation } from '../../language/index.ts';
import { EMOTIONS, type Analysis, type Emotion } from '../../language/types.ts';
import type { AnalyzeText, ExplainText } from '../options.ts';
import { analyzeAnswerSchema, analyzeRequestSchema, type AnalyzeAnswer } from './contract.ts';
import { toExplanationAnswer } from './explain-shapes.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

export interface AnalyzeParts {
  readonly analyze: AnalyzeText;
  readonly explain: ExplainText;
}

export function analyzeRoutes({ analyze, explain }: AnalyzeParts): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/api/analyze',
      summary: 'Analyse a text: mask, words, sentiment, emotion; on demand with what moved each score',
      body: analyzeRequestSchema,
      answers: { 200: analyzeAnswerSchema },
      handler: async (request, response) => {
        const { text, emotes, explain: wanted } = readRequest(analyzeRequestSchema, request.body);
        const { analysis, explanation } = wanted
          ? await explain(text, emotes)
          : { analysis: await analyze(text, emotes) };
        answer(response, analyzeAnswerSchema, toAnalyzeAnswer(analysis, explanation));
      },
    },
  ];
}

/** An analysis as the API and the command `analyze` print it. */
export function toAnalyzeAnswer(analysis: Analysis, explanation?: Explanation): AnalyzeAnswer {
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
    ...(explanation && { explain: toExplanationAnswer(explanation) }),
  };
}
