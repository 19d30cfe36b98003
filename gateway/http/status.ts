import type { HealthReport, HealthState, PartHealth, Recording, SourceStatus } from '../options.ts';
import { recordingsSchema, statusSchema, type Status } from './contract.ts';
import type { Route } from './route.ts';
import { answer } from './validate.ts';

export interface StatusRoutesOptions {
  readonly version: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly now: () => number;
  readonly health: () => HealthReport;
  readonly sources: () => readonly SourceStatus[];
  readonly figures: () => Status['gateway'];
  readonly recordings: () => Promise<readonly Recording[]>;
}

export function statusRoutes(options: StatusRoutesOptions): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/status',
      summary: 'How every part of the server does',
      answers: { 200: statusSchema },
      handler: (_request, response) => {
        const { parts } = options.health();
        answer(response, statusSchema, {
          version: options.version,
          state: worstOf(parts),
          now: options.now(),
          startedAt: options.startedAt,
          parts: parts.map(({ name, state, detail, hint }) => ({
            name,
            state,
            detail: detail ?? null,
            hint: hint ?? null,
          })),
          sources: options.sources().map((source) => ({ ...source })),
          gateway: options.figures(),
        });
      },
    },
    {
      method: 'get',
      path: '/api/recordings',
      summary: 'Recordings that can be replayed',
      answers: { 200: recordingsSchema },
      handler: async (_request, response) => {
        const recordings = (await options.recordings()).map(({ name, bytes, modifiedAt }) => ({
          name,
          url: `replay:${name}`,
          bytes,
          modifiedAt: Math.floor(modifiedAt),
        }));
        answer(response, recordingsSchema, { recordings });
      },
    },
  ];
}

export function worstOf(parts: readonly PartHealth[]): HealthState {
  if (parts.some(({ state }) => state === 'failed')) return 'failed';
  return parts.some(({ state }) => state === 'degraded') ? 'degraded' : 'ok';
}
