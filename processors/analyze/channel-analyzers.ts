import { NO_RULES, type ChannelRules } from '../../core/channel-rules/channel-rules.ts';
import type { Analyzer } from '../../language/types.ts';
import { weightOfRules } from '../../language/rules/rule-words.ts';
import { WeighedCache } from './weighed-cache.ts';

/** Where the analysis learns the rules of channels. */
export interface RulesSource {
  /** The same object until the rules of the channel change. */
  of(channelId: string): ChannelRules;
  /** Resolves when all changes that are in the log now are known. */
  caughtUpAtLast(): Promise<void>;
}

export const WITHOUT_RULES: RulesSource = { of: () => NO_RULES, caughtUpAtLast: () => Promise.resolve() };

/** About so much memory (KB) the compiled rules of all channels may take. */
const KEPT_KB = 48_000;

interface RuledAnalyzer {
  readonly rules: ChannelRules;
  readonly analyzer: Analyzer;
}

/** The analyzer of a channel, with the rules that hold there now. */
export function channelAnalyzers(
  analyzer: Analyzer,
  source: RulesSource,
): (channelId: string) => RuledAnalyzer {
  const plain = { rules: NO_RULES, analyzer };
  const compiled = new WeighedCache<RuledAnalyzer>({
    most: KEPT_KB,
    weightOf: ({ rules }) => weightOfRules(rules),
  });
  return (channelId) => {
    const rules = source.of(channelId);
    if (rules === NO_RULES) return plain;
    const known = compiled.get(channelId);
    if (known?.rules === rules) return known;
    const made = { rules, analyzer: isPlain(rules) ? analyzer : analyzer.withRules(rules) };
    compiled.set(channelId, made);
    return made;
  };
}

/** Rules that were all taken back. */
function isPlain({ mask, allow, severity }: ChannelRules): boolean {
  return mask.length === 0 && allow.length === 0 && severity === 1;
}
