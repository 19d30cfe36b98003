import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { splitAddress } from '../../core/events/registry/split-address.ts';
import { probeStore, type StoreProbe } from '../../core/health/store-probe.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';

const REGISTRY_PATIENCE_MS = 3_000;

export interface ProbesOptions {
  readonly log?: EventLog;
  readonly archive?: ChatArchive;
  readonly metrics?: MetricStore;
  /** Address of the schema registry, where one is used. */
  readonly registryUrl?: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whether the servers and files that this process works with answer, by the smallest question each has. */
export function probeStores(options: ProbesOptions): StoreProbe {
  const { log, archive, metrics, registryUrl, clock, logger } = options;
  const questions: Record<string, () => Promise<unknown>> = {
    ...(log && { log: () => log.ranges('system.health') }),
    ...(archive && { archive: () => archive.ping() }),
    ...(metrics && {
      metrics: () => metrics.query({ measurement: 'chat_hour', tags: { broadcast: 'none' }, from: 0, to: 1 }),
    }),
    ...(registryUrl !== undefined && { registry: () => askRegistry(registryUrl) }),
  };
  const probes = Object.entries(questions).map(([name, ask]) => probeStore({ name, ask, clock, logger }));
  return {
    elements: () => probes.flatMap((probe) => probe.elements()),
    close: () => probes.forEach((probe) => probe.close()),
  };
}

async function askRegistry(url: string): Promise<void> {
  const { base, headers } = splitAddress(url);
  const response = await fetch(`${base}/subjects`, {
    headers,
    signal: AbortSignal.timeout(REGISTRY_PATIENCE_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the schema registry answers ${response.status}`);
}
