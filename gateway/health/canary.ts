import { latencyText } from '../../core/canary/latency-text.ts';
import { createCanaryWatch } from '../../core/canary/watch.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { ProcessHealth } from '../../core/events/generated.ts';
import type { ObservedElement } from '../../core/health/element.ts';
import { plainElement } from '../../core/health/element.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { Canary } from '../http/health-shapes.ts';

const LOOK_EVERY_MS = 1_000;

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
  return {
    take(record) {
      const event = codec.decode(record.value);
      if (event.type !== 'MessageAnalyzed') return;
      const now = clock.now();
      const ms = event.data.rawAppend < startedAt ? null : Math.max(0, now - event.data.rawAppend);
      if (watch.seen(event.data.message.messageId, now, ms) && ms !== null) options.onSeen?.(ms);
    },
    report({ elements, at }) {
      const sent = elements.find(({ id }) => id === 'canary:sent');
      // What was sent before this gateway began may be out of its reach.
      if (sent?.detail && (sent.lastRecordAt ?? 0) >= startedAt && at >= startedAt)
        watch.sent(sent.detail, clock.now());
    },
    figures: () => watch.figures() ?? null,
    elements: () => {
      const figures = watch.figures();
      if (!figures) return [];
      const { state, lastMs, lastSeenAt, seen, lost } = figures;
      const detail = state === 'failed' ? 'the latest canary did not come through' : latencyText(lastMs ?? 0);
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
