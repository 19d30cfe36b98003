/** The lists under the rules of a channel: its own words beside them, its allowed ones out of them. */
import {
  mergeSpans,
  ProfanityMatcher,
  type Findings,
  type ListedSpan,
  type WordFinder,
} from '../profanity/matcher.ts';
import type { EmoteSpan, WordRules } from '../types.ts';
import { literalForm, LiteralWords } from './literal-words.ts';
import {
  allowedEntry,
  areDisguised,
  CHANNEL_REASON,
  CHANNEL_SEVERITY,
  isFoldable,
  maskedEntry,
} from './rule-words.ts';

/** What the rules of a channel have to do with a text; entries are the words as the moderators wrote them. */
export interface RuleFindings {
  readonly masked: readonly ListedSpan[];
  readonly allowed: readonly ListedSpan[];
}

export class RuledFinder implements WordFinder {
  readonly #lists: WordFinder;
  readonly #own: ProfanityMatcher;
  readonly #maskLiterally: LiteralWords;
  readonly #allowLiterally: LiteralWords;
  readonly #threshold: number;
  /** Words as they were written, by the form in which they are looked for. */
  readonly #written: ReadonlyMap<string, string>;

  constructor(lists: WordFinder, rules: WordRules) {
    this.#lists = lists;
    this.#threshold = rules.severity;
    const mask = formsOf(rules.mask);
    const allow = formsOf(rules.allow);
    this.#written = new Map([...allow, ...mask]);
    const disguised = areDisguised(rules.mask);
    const [masked, allowed] = [[...mask.keys()], [...allow.keys()]];
    this.#own = new ProfanityMatcher([
      ...masked.filter(isFoldable).map((word) => maskedEntry(word, disguised)),
      ...allowed.filter(isFoldable).map(allowedEntry),
    ]);
    this.#maskLiterally = new LiteralWords(masked.filter((word) => !isFoldable(word)));
    this.#allowLiterally = new LiteralWords(allowed.filter((word) => !isFoldable(word)));
  }

  find(text: string, emotes: readonly EmoteSpan[] = []): Findings {
    const lists = this.#lists.find(text, emotes);
    const { masked: words, allowed } = this.ofChannel(text, emotes);
    const listed = lists.listed.filter((span) => !isWithin(span, allowed));
    return {
      listed: mergeSpans([...listed, ...words]),
      allowed: mergeSpans([...lists.allowed, ...allowed]),
      // What is fine in this channel misleads the abuse model as innocent words do.
      near: lists.near || listed.length < lists.listed.length,
      masked: mergeSpans([...listed.filter(({ severity }) => severity >= this.#threshold), ...words]),
    };
  }

  /** The words of the channel alone. */
  ofChannel(text: string, emotes: readonly EmoteSpan[]): RuleFindings {
    const own = this.#own.find(text, emotes);
    const asWritten = <S extends { readonly entry: string }>(span: S): S => ({
      ...span,
      entry: this.#written.get(span.entry) ?? span.entry,
    });
    const allowed = [
      ...own.allowed,
      ...this.#allowLiterally
        .find(text, emotes)
        .map((place) => ({ ...place, ...OF_CHANNEL, severity: 0 as const })),
    ].map(asWritten);
    const masked = [
      ...own.listed.map((span) => ({ ...span, ...OF_CHANNEL })),
      ...this.#maskLiterally.find(text, emotes).map((place) => ({ ...place, ...OF_CHANNEL })),
    ]
      .filter((span) => !isWithin(span, allowed))
      .map(asWritten);
    return { masked, allowed };
  }
}

const OF_CHANNEL = { reason: CHANNEL_REASON, severity: CHANNEL_SEVERITY } as const;

function isWithin({ start, end }: ListedSpan, spans: readonly ListedSpan[]): boolean {
  return spans.some((span) => span.start <= start && end <= span.end);
}

/** Words by the form in which they are looked for; those of which nothing can be seen are none. */
function formsOf(words: readonly string[]): Map<string, string> {
  return new Map(words.map((word) => [literalForm(word), word] as const).filter(([form]) => form !== ''));
}
