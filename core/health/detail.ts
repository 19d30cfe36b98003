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
  ['threadSilent', /^its thread has not answered for (?<seconds>\d+) s$/],
  ['registryAnswers', /^the schema registry answers (?<status>\d+)$/],
  ['producersOn', /^producers on (?<who>\S+)$/],
  ['processorsOn', /^processors on (?<who>\S+)$/],
  ['sinksOn', /^sinks on (?<who>\S+)$/],
  ['gatewayOn', /^gateway on (?<who>\S+)$/],
  ['allOn', /^all on (?<who>\S+)$/],
  ['canaryLost', /^the latest canary did not come through$/],
  ['noCanaries', /^no process tells of canaries$/],
  ['rulesNotRead', /^the rules of channels are not read$/],
  ['stateNotRead', /^what is known of alerts and broadcasts is not read$/],
  ['alertsNotRead', /^alerts are not read yet$/],
  ['starting', /^starting$/],
  // Captures that say no more than their state.
  ['connecting', /^connecting$/],
  ['reconnecting', /^reconnecting$/],
  ['stalled', /^stalled$/],
  ['failed', /^failed$/],
  ['logSilent', /^the log does not answer$/],
  ['profaneAsWell', /^Profane as well: (?<share>\d+) % of the messages, usually (?<usual>\d+) %\.$/],
] as const;

export type DetailName = (typeof DETAILS)[number][0];

/** A part of what is said of an element; `name` is undefined for what others have said. */
export interface DetailPart {
  readonly name: DetailName | undefined;
  readonly text: string;
  readonly values: Readonly<
    Partial<Record<'element' | 'records' | 'who' | 'seconds' | 'share' | 'usual' | 'status', string>>
  >;
}

export const NOBODY_RUNS_IT = 'no process runs it';
export const CANARY_LOST = 'the latest canary did not come through';
export const NO_CANARIES = 'no process tells of canaries';
export const RULES_NOT_READ = 'the rules of channels are not read';
export const STATE_NOT_READ = 'what is known of alerts and broadcasts is not read';
export const ALERTS_NOT_READ = 'alerts are not read yet';
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
