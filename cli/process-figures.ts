import type { Clock } from '../core/clock.ts';
import type { ObservedElement } from '../core/health/element.ts';
import type { Logs } from '../core/logger.ts';
import type { Meter } from '../core/telemetry/meter.ts';
import { createTotals } from '../core/telemetry/totals.ts';
import { repeat } from '../core/runtime/repeat.ts';
import type { PartHealth } from '../gateway/options.ts';
import type { SourceStatus } from '../producers/supervisor/status.ts';
import type { ReportingMethods } from './threads/thread-telemetry.ts';
import type { Remote } from '../core/threads/rpc.ts';

const SOURCE_STATES = ['connecting', 'live', 'quiet', 'stalled', 'reconnecting', 'ended', 'failed'] as const;

/** Has the meter read how the parts do: 1 while they work. */
export function tellParts(meter: Meter, parts: () => readonly PartHealth[]): void {
  let before = new Set<string>();
  meter.beforeReading((telemetry) => {
    const now = parts();
    const names = new Set(now.map(({ name }) => name));
    // A part that is told no more, e.g. the start once it is over, would stay as it was last.
    for (const name of before) if (!names.has(name)) telemetry.gauge('part.up', { part: name }, undefined);
    before = names;
    for (const { name, state } of now) telemetry.gauge('part.up', { part: name }, state === 'failed' ? 0 : 1);
  });
}

/** Has the meter read which stores answer this process, as the probes of them say. */
export function tellStores(meter: Meter, elements: () => readonly ObservedElement[]): void {
  meter.beforeReading((telemetry) => {
    for (const { id, state } of elements())
      telemetry.gauge('store.up', { store: id.slice(id.indexOf(':') + 1) }, state === 'ok' ? 1 : 0);
  });
}

/** Has the meter count the lines of warnings and errors in the log of this thread. */
export function tellLogLines(meter: Meter, logs: Logs): void {
  const totals = createTotals(meter.telemetry);
  meter.beforeReading(() => {
    const { warnings, errors } = logs.counts();
    totals.reached('log.warnings', {}, warnings);
    totals.reached('log.errors', {}, errors);
  });
}

/** Has the meter read the captures of this process, by platform. */
export function tellSources(meter: Meter, status: () => readonly SourceStatus[]): void {
  const totals = createTotals(meter.telemetry);
  const platforms = new Set<string>();
  const tellingViewers = new Set<string>();
  meter.beforeReading((telemetry) => {
    const sources = status();
    const viewers = new Map<string, number>();
    for (const { platform, channelId, messages, reconnects, gaps, unparsed, ...source } of sources) {
      platforms.add(platform);
      if (source.viewers !== null) {
        tellingViewers.add(platform);
        viewers.set(platform, (viewers.get(platform) ?? 0) + source.viewers);
      }
      totals.reached('source.messages', { platform }, messages, channelId);
      totals.reached('source.reconnects', { platform }, reconnects, channelId);
      totals.reached('source.gaps', { platform }, gaps, channelId);
      totals.reached('source.unparsed', { platform }, unparsed, channelId);
    }
    // Also what none has any more, be it viewers or a state: a gauge that is not told again would keep its last value.
    for (const platform of tellingViewers)
      telemetry.gauge('source.viewers', { platform }, viewers.get(platform) ?? 0);
    for (const platform of platforms)
      for (const state of SOURCE_STATES) {
        const count = sources.filter((source) => source.platform === platform && source.state === state);
        telemetry.gauge('source.state', { platform, state }, count.length);
      }
  });
}

/** Collects what the threads have to tell, once a second. Answers how to stop. */
export function collectThreads(
  meter: Meter,
  threads: readonly Pick<Remote<ReportingMethods>, 'figures'>[],
  clock: Clock,
): () => void {
  const collect = (): void => {
    for (const thread of threads)
      thread.figures().then(
        (digest) => meter.absorb(digest),
        // A thread that has ended has no more to tell; its health says that it is gone.
        () => undefined,
      );
  };
  return repeat(clock, [[1_000, collect]]);
}
