import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { observeBacklog, type ReadingPart } from '../../core/health/backlog.ts';
import type { ObservedElement } from '../../core/health/element.ts';
import { observeTopics } from '../../core/health/topics.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Logger } from 'pino';
import { noTelemetry, type Telemetry } from '../../core/telemetry/port.ts';
import type { LiveModel } from '../model/live-model.ts';
import { createGatewayCanary, type GatewayCanary } from './canary.ts';
import { startHealthBook, type HealthBook } from './health-book.ts';
import { createScoreBook, type ScoreBook } from './score-book.ts';

export interface GatewayHealthOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
  readonly processId: string;
  /** Where the time and the loss of canaries are told; default: nowhere. */
  readonly telemetry?: Telemetry;
  /** Parts whose positions are in the log, of which it is told what waits for them while nobody runs them. */
  readonly readers?: readonly ReadingPart[];
}

/** What a gateway hears of the pipeline's health, and what it tells of it itself. */
export interface GatewayHealth {
  readonly book: HealthBook;
  readonly canary: GatewayCanary;
  readonly scores: ScoreBook;
  /** The gateway, the topics and the canary as elements; `problem`: why it does not read the log. */
  elements(live: ReturnType<LiveModel['figures']>, problem: string | undefined): readonly ObservedElement[];
  close(): Promise<void>;
}

export function startGatewayHealth(options: GatewayHealthOptions): GatewayHealth {
  const { processId, telemetry = noTelemetry, readers = [], ...common } = options;
  const topics = observeTopics(common);
  const canary = createGatewayCanary({
    ...common,
    onSeen: (ms) => telemetry.timing('canary.ms', {}, ms),
    onLost: (count) => telemetry.count('canary.lost', {}, count),
  });
  const scores = createScoreBook();
  const book = startHealthBook({
    ...common,
    onReport: (health) => canary.report(health),
    onScores: (told) => scores.take(told),
  });
  const backlog = observeBacklog({
    ...common,
    telemetry,
    parts: readers,
    elements: () => book.view().elements,
  });
  return {
    book: {
      ...book,
      view() {
        const view = book.view();
        return { ...view, elements: backlog.overlay(view.elements) };
      },
    },
    canary,
    scores,
    elements: ({ total, newestAt }, problem) => [
      {
        id: `gateway:${processId}`,
        kind: 'gateway',
        state: problem === undefined ? 'ok' : 'failed',
        total,
        lag: null,
        lastRecordAt: newestAt,
        errors: 0,
        detail: problem ?? null,
      },
      ...topics.elements(),
      ...canary.elements(),
    ],
    async close() {
      topics.close();
      backlog.close();
      canary.close();
      await book.close();
    },
  };
}
