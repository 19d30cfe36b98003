import { plural } from '../plural.ts';

/**
 * What the product itself says of elements and alerts, by its words; what servers and platforms say stays as they said it.
 */
const DETAILS = [
  ['nobodyRuns', /^no process runs it$/],
  ['nobodyRunsPart', /^(?<element>\S+:\S+): no process runs it$/],
  ['waiting', /^(?<records>\d+) records? waits? for it$/],
  ['notHeard', /^nothing heard from (?<who>.+)$/],
  ['stuck', /^stuck for (?<seconds>\d+) s with (?<records>\d+) waiting$/],
  ['noAnswer', /^no answer within (?<seconds>\d+) s$/],
  ['logSilent', /^the log does not answer$/],
  ['profaneAsWell', /^Profane as well: (?<share>\d+) % of the messages, usually (?<usual>\d+) %\.$/],
] as const;

export type DetailName = (typeof DETAILS)[number][0];

/** A part of what is said of an element; `name` is undefined for what others have said. */
export interface DetailPart {
  readonly name: DetailName | undefined;
  readonly text: string;
  readonly values: Readonly<
    Partial<Record<'element' | 'records' | 'who' | 'seconds' | 'share' | 'usual', string>>
  >;
}

export const NOBODY_RUNS_IT = 'no process runs it';
export const LOG_SILENT = 'the log does not answer';

export function waitingText(records: number): string {
  return `${records} ${plural(records, 'record waits', 'records wait')} for it`;
}

export function noAnswerText(patienceMs: number): string {
  return `no answer within ${patienceMs / 1000} s`;
}

export function threadSilentText(ms: number): string {
  return `its thread has not answered for ${Math.round(ms / 1000)} s`;
}

/** What is said of an element, taken apart so that it can be told in the language of a reader. */
export function partsOfDetail(detail: string): readonly DetailPart[] {
  return detail.split('; ').map((text) => {
    for (const [name, pattern] of DETAILS) {
      const found = pattern.exec(text);
      if (found) return { name, text, values: { ...found.groups } };
    }
    return { name: undefined, text, values: {} };
  });
}
