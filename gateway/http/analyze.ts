import type { ChannelRules } from '../../core/channel-rules/channel-rules.ts';
import type { Explanation } from '../../language/index.ts';
import { EMOTIONS, type Analysis, type Emotion, type WordRules } from '../../language/types.ts';
import type { AnalyzeText, ExplainText } from '../options.ts';
import {
  analyzeAnswerSchema,
  analyzeRequestSchema,
  type AnalyzeAnswer,
  type AnalyzeRequest,
} from './contract.ts';
import { toExplanationAnswer } from './explain-shapes.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

export interface AnalyzeParts {
  readonly analyze: AnalyzeText;
  readonly explain: ExplainText;
  /** The rules that hold on a channel now. */
  readonly rulesOf: (channelId: string) => Promise<ChannelRules>;
}

export function analyzeRoutes(parts: AnalyzeParts): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/api/analyze',
      summary: 'Analyse a text: mask, words, sentiment, emotion; on demand with what moved each score',
      body: analyzeRequestSchema,
      answers: { 200: analyzeAnswerSchema },
      problems: ['CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const asked = readRequest(analyzeRequestSchema, request.body);
        answer(response, analyzeAnswerSchema, await analyzeOne(parts, asked));
      },
    },
  ];
}

async function analyzeOne(
  { analyze, explain, rulesOf }: AnalyzeParts,
  { text, emotes, explain: isExplained, channelId }: AnalyzeRequest,
): Promise<AnalyzeAnswer> {
  const rules = channelId === undefined ? undefined : await rulesOf(channelId);
  if (!isExplained && rules === undefined) return toAnalyzeAnswer(await analyze(text, emotes));
  const { analysis, explanation } = await explain(text, emotes, rules && wordRulesOf(rules));
  return {
    ...toAnalyzeAnswer(analysis, isExplained ? explanation : undefined),
    ...(rules && channelId !== undefined && { rules: { channelId, version: rules.version } }),
  };
}

/** What the analysis wants of them; undefined where there is nothing to follow. */
function wordRulesOf({ version, mask, allow, severity }: ChannelRules): WordRules | undefined {
  return version === 0 ? undefined : { mask, allow, severity };
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
