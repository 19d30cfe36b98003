import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import { repeat } from '../runtime/repeat.ts';
import { noAnswerText } from './detail.ts';
import { plainElement, type ObservedElement } from './element.ts';

const ASK_EVERY_MS = 3_000;
const PATIENCE_MS = 3_000;

export interface StoreProbeOptions {
  /** archive, metrics, registry or log. */
  readonly name: string;
  /** Something small that the store must answer; rejects where it does not. */
  readonly ask: () => Promise<unknown>;
  readonly clock: Clock;
  readonly logger?: Logger;
}

/** Asks a store again and again, one question at a time: what hangs counts as away like what refuses. */
export interface StoreProbe {
  elements(): readonly ObservedElement[];
  close(): void;
}

export function probeStore({ name, ask, clock, logger }: StoreProbeOptions): StoreProbe {
  let away: { readonly reason: string; readonly since: number } | undefined;
  let failures = 0;
  let askedAt: number | undefined;

  function answered(): void {
    askedAt = undefined;
    if (away) logger?.info({ store: name, awayMs: clock.now() - away.since }, 'a store is back');
    away = undefined;
  }

  function missed(reason: string): void {
    if (!away) {
      failures += 1;
      logger?.warn({ store: name, reason }, 'a store is away');
      away = { reason, since: clock.now() };
    }
  }

  function look(): void {
    const now = clock.now();
    if (askedAt !== undefined) {
      if (now - askedAt >= PATIENCE_MS) missed(noAnswerText(PATIENCE_MS));
      return;
    }
    askedAt = now;
    ask().then(answered, (error: unknown) => {
      askedAt = undefined;
      missed(describeError(error));
    });
  }

  look();
  const stop = repeat(clock, [[ASK_EVERY_MS, look]]);
  return {
    elements: () => [
      { ...plainElement('store', name, away ? 'failed' : 'ok', away?.reason ?? null), errors: failures },
    ],
    close: stop,
  };
}
