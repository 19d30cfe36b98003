/** The rules that `verify` proves, in the order of its table. */
export const RULES = {
  log: 'every record of the log is whole, readable, and in the partition of its key',
  analyzed: 'every accepted message is analysed once, in order, unchanged, at the time of its broadcast',
  archived: 'every analysed message is archived once, unchanged',
  retractions: 'what was removed, hidden, approved or erased is so in the archive, and nothing else is',
  windows: 'every closed window of the metric store counts each of its messages once',
  words: 'the words of every closed minute are those that were said',
  positions: 'no part is ahead of the log',
  ledger: 'every acknowledged message is in the log and in the archive',
} as const;

export type Rule = keyof typeof RULES;

/** lost: missing. doubled: there twice. misplaced: in the wrong place or minute. changed: not as it was. miscounted: a wrong figure. */
export type ProblemKind =
  'lost' | 'doubled' | 'misplaced' | 'changed' | 'miscounted' | 'invented' | 'unreadable' | 'ahead';

/** Where to look: positions are those of the log. */
export interface Problem {
  readonly rule: Rule;
  readonly kind: ProblemKind;
  /** What is wrong, in a sentence. */
  readonly what: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly broadcastId?: string;
  readonly messageId?: string;
}

export interface RuleResult {
  readonly rule: Rule;
  readonly what: string;
  /** Things looked at: records, messages, windows, ids. */
  readonly checked: number;
  readonly problems: number;
}

export interface DeadLetterCount {
  readonly topic: string;
  readonly handler: string;
  readonly reason: string;
  readonly count: number;
}

export interface VerifyReport {
  /** True where no problem was found. */
  readonly ok: boolean;
  readonly rules: readonly RuleResult[];
  /** The first problems found; `rules` has their full numbers. */
  readonly problems: readonly Problem[];
  /** Records that a part has not dealt with yet: neither right nor wrong. */
  readonly pending: Readonly<Record<string, number>>;
  /** What the log, or its retention, no longer allows to prove, and how many things that are. */
  readonly unprovable: Readonly<Record<string, number>>;
  /** Facts that are not problems: repeats dropped, records written again after a crash. */
  readonly notes: Readonly<Record<string, number>>;
  readonly deadLetters: readonly DeadLetterCount[];
}

/** Collects findings while the checks run. */
export interface Findings {
  checked(rule: Rule, count?: number): void;
  problem(problem: Problem): void;
  pending(part: string, count?: number): void;
  unprovable(what: string, count?: number): void;
  note(what: string, count?: number): void;
  deadLetters(counts: readonly DeadLetterCount[]): void;
  report(): VerifyReport;
}

/** @param maxProblems problems kept with their details; all are counted */
export function createFindings(maxProblems: number): Findings {
  const checked = new Map<Rule, number>();
  const wrong = new Map<Rule, number>();
  const kept = new Map<Rule, Problem[]>();
  const pending = new Map<string, number>();
  const unprovable = new Map<string, number>();
  const notes = new Map<string, number>();
  let dead: readonly DeadLetterCount[] = [];

  return {
    checked: (rule, count = 1) => add(checked, rule, count),
    problem(problem) {
      add(wrong, problem.rule, 1);
      const list = kept.get(problem.rule) ?? [];
      kept.set(problem.rule, list);
      if (list.length < maxProblems) list.push(problem);
    },
    pending: (part, count = 1) => add(pending, part, count),
    unprovable: (what, count = 1) => add(unprovable, what, count),
    note: (what, count = 1) => add(notes, what, count),
    deadLetters(counts) {
      dead = counts;
    },
    report() {
      const rules = (Object.keys(RULES) as Rule[])
        .filter((rule) => rule !== 'ledger' || checked.has(rule) || wrong.has(rule))
        .map((rule) => ({
          rule,
          what: RULES[rule],
          checked: checked.get(rule) ?? 0,
          problems: wrong.get(rule) ?? 0,
        }));
      return {
        ok: wrong.size === 0,
        rules,
        // The causes come before their consequences, and every rule has its share.
        problems: (Object.keys(RULES) as Rule[]).flatMap((rule) => kept.get(rule) ?? []),
        pending: Object.fromEntries(pending),
        unprovable: Object.fromEntries(unprovable),
        notes: Object.fromEntries(notes),
        deadLetters: dead,
      };
    },
  };
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}
