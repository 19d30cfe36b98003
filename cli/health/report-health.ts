import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { ObservedElement } from '../../core/health/element.ts';
import { startHealthReporter, type HealthReporterOptions } from '../../core/health/reporter.ts';
import { createResourceMeter, NO_RESPONSES, type ResponseFigures } from '../../core/health/resources.ts';
import type { EventLog } from '../../core/log/port.ts';

export interface ReportHealthOptions {
  readonly process: HealthReporterOptions['process'];
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Everything in this process that tells of elements. */
  readonly parts: () => readonly TellingPart[];
}

interface TellingPart {
  elements?(): readonly ObservedElement[];
  /** What it has answered over HTTP, where it does. */
  responses?(): ResponseFigures;
}

/** Tells of this process on `system.health` until it is stopped. */
export function reportHealth({ parts, ...options }: ReportHealthOptions): { stop(): Promise<void> } {
  const meter = createResourceMeter();
  const reporter = startHealthReporter({
    ...options,
    observe: () => parts().flatMap((part) => part.elements?.() ?? []),
    resources: () => meter.read(),
    responses: () =>
      parts()
        .find((part) => part.responses)
        ?.responses?.() ?? NO_RESPONSES,
  });
  return {
    async stop() {
      await reporter.stop();
      meter.close();
    },
  };
}
