import { latencyText } from '../../core/canary/latency-text.ts';
import { createCanarySenders, sentBy } from '../../core/canary/senders.ts';
import { createCanaryWatch } from '../../core/canary/watch.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { ProcessHealth } from '../../core/events/generated.ts';
import { CANARY_LOST, NO_CANARIES } from '../../core/health/detail.ts';
import type { ObservedElement } from '../../core/health/element.ts';
import { plainElement } from '../../core/health/element.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { Canary } from '../http/health-shapes.ts';

const LOOK_EVERY_MS = 1_000;
const SENT_TOLD_WITHIN_MS = 10_000;

export interface GatewayCanaryOptions {
  readonly codec: EventCodec;
  readonly clock: Clock;
  /** A canary came through; ms from chat.raw to here. */
  readonly onSeen?: (ms: number) => void;
  readonly onLost?: (count: number) => void;
}

/** The canaries as this gateway sees them come through, or not. */
export interface GatewayCanary {
  /** A record of `chat.analyzed` that is a canary's. */
  take(record: LogRecord): void;
  /** A report of a process that may have sent one. */
  report(health: ProcessHealth): void;
  figures(): Canary | null;
  elements(): readonly ObservedElement[];
  close(): void;
}

export function createGatewayCanary(options: GatewayCanaryOptions): GatewayCanary {
  const { codec, clock } = options;
  const watch = createCanaryWatch();
  const senders = createCanarySenders();
  const startedAt = clock.now();
  const stop = repeat(clock, [
    [
      LOOK_EVERY_MS,
      () => {
        const lost = watch.giveUp(clock.now());
        if (lost > 0) options.onLost?.(lost);
      },
    ],
  ]);

  /** `stopped` where no canary is sent any more. One that was lost stays so: nothing has shown that the way is open. */
  function figuresNow(): (Canary & { readonly state: 'ok' | 'failed' | 'stopped' }) | null {
    const figures = watch.figures();
    if (!figures) return null;
    const isOld = figures.state === 'ok' && !seenLately(figures.lastSeenAt) && !senders.areHeard(clock.now());
    return isOld ? { ...figures, state: 'stopped' } : figures;
  }

  /** The word that it was sent comes some seconds after it. */
  function seenLately(lastSeenAt: number | null): boolean {
    return lastSeenAt !== null && clock.now() - lastSeenAt <= SENT_TOLD_WITHIN_MS;
  }

  return {
    take(record) {
      const event = codec.decode(record.value);
      if (event.type !== 'MessageAnalyzed') return;
      const now = clock.now();
      const ms = event.data.rawAppend < startedAt ? null : Math.max(0, now - event.data.rawAppend);
      if (watch.seen(event.data.message.messageId, now, ms) && ms !== null) options.onSeen?.(ms);
    },
    report(health) {
      if (health.at < startedAt) return;
      senders.told(health, clock.now());
      const sent = sentBy(health);
      // What was sent before this gateway began may be out of its reach.
      if (sent?.detail && (sent.lastRecordAt ?? 0) >= startedAt) watch.sent(sent.detail, clock.now());
    },
    figures: figuresNow,
    elements: () => {
      const figures = figuresNow();
      if (!figures) return [];
      const { state, lastMs, lastSeenAt, seen, lost } = figures;
      const detail = { failed: CANARY_LOST, stopped: NO_CANARIES, ok: latencyText(lastMs ?? 0) }[state];
      return [
        {
          ...plainElement('canary', 'pipeline', state, detail),
          total: seen,
          errors: lost,
          lastRecordAt: lastSeenAt,
        },
      ];
    },
    close: stop,
  };
}
