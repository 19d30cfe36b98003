import { Registry, collectDefaultMetrics } from 'prom-client';
import { noTelemetry, type Telemetry } from './port.ts';
import { DELAY_RESOLUTION_MS } from './process-figures.ts';
import { registerCatalogue } from './prometheus.ts';
import { createRecorder, type Digest } from './recorder.ts';

/** Whoever asks again within so many ms gets the figures of the last time. */
const FRESH_MS = 500;

/** The figures of one process: what its parts tell, and how they are read by whoever wants them. */
export interface Meter {
  readonly telemetry: Telemetry;
  /** Calls back before figures are read, for what is cheaper to ask than to tell; answers how to stop. */
  beforeReading(fill: (telemetry: Telemetry) => void): () => void;
  /** Adds what another thread has drained. */
  absorb(digest: Digest): void;
  /** What is new since the last time; for one collector. */
  drain(): Digest;
  /** All figures as Prometheus reads them. */
  prometheus(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MeterOptions {
  /** False: nothing is kept, and Prometheus is told what its library knows of the process alone. Default true. */
  readonly enabled?: boolean;
}

export function createMeter({ enabled = true }: MeterOptions = {}): Meter {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: DELAY_RESOLUTION_MS });
  const prometheus: Meter['prometheus'] = async () => ({
    contentType: registry.contentType,
    text: await registry.metrics(),
  });
  if (!enabled)
    return {
      telemetry: noTelemetry,
      beforeReading: () => () => undefined,
      absorb: () => undefined,
      drain: () => ({ counters: [], gauges: [], timings: [] }),
      prometheus,
    };
  const recorder = createRecorder();
  const fills = new Set<(telemetry: Telemetry) => void>();
  let filledAt = Number.NEGATIVE_INFINITY;
  function refresh(): void {
    const now = performance.now();
    if (now - filledAt < FRESH_MS) return;
    filledAt = now;
    for (const fill of fills) fill(recorder);
  }
  registerCatalogue(registry, recorder);
  return {
    telemetry: recorder,
    beforeReading(fill) {
      fills.add(fill);
      return () => fills.delete(fill);
    },
    absorb: (digest) => recorder.absorb(digest),
    drain() {
      refresh();
      return recorder.drain();
    },
    prometheus() {
      refresh();
      return prometheus();
    },
  };
}
