import type { ElementState, ObservedElement } from './element.ts';

/** What producers tell of a capture; times are ms since 1970. */
export interface CaptureStatus {
  readonly broadcastIds: readonly string[];
  /** connecting, live, quiet, stalled, reconnecting, ended or failed. */
  readonly state: string;
  readonly reason: string | null;
  readonly logAway: string | null;
  readonly messages: number;
  readonly unparsed: number;
  readonly lastMessageAt: number | null;
}

const STATES: Readonly<Record<string, Exclude<ElementState, 'silent'>>> = {
  live: 'ok',
  quiet: 'ok',
  connecting: 'degraded',
  reconnecting: 'degraded',
  stalled: 'degraded',
  failed: 'failed',
};

/**
 * The captures of a process as elements: one for the producers, which fail where the log takes nothing, and one for each
 * broadcast. A capture of several broadcasts counts its messages with the first.
 */
export function sourceElements(processId: string, captures: readonly CaptureStatus[]): ObservedElement[] {
  const away = captures.find(({ logAway }) => logAway !== null);
  const times = captures.flatMap(({ lastMessageAt }) => (lastMessageAt === null ? [] : [lastMessageAt]));
  return [
    {
      id: `producers:${processId}`,
      kind: 'producers',
      state: away ? 'failed' : 'ok',
      total: captures.reduce((sum, { messages }) => sum + messages, 0),
      lag: null,
      lastRecordAt: times.length > 0 ? Math.max(...times) : null,
      errors: captures.reduce((sum, { unparsed }) => sum + unparsed, 0),
      detail: away?.logAway ?? null,
    },
    ...captures.flatMap(sourcesOf),
  ];
}

function sourcesOf(capture: CaptureStatus): ObservedElement[] {
  const state = STATES[capture.state];
  if (state === undefined) return [];
  return capture.broadcastIds.map((broadcastId, index) => ({
    id: `source:${broadcastId}`,
    kind: 'source' as const,
    state,
    total: index === 0 ? capture.messages : 0,
    lag: null,
    lastRecordAt: capture.lastMessageAt,
    errors: index === 0 ? capture.unparsed : 0,
    detail: state === 'ok' ? null : (capture.logAway ?? capture.reason ?? capture.state),
  }));
}
