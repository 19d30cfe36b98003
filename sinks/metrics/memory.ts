import { canonicalFields, canonicalTags } from './identity.ts';
import type { MetricPoint, MetricPosition, MetricStore } from './port.ts';

const DEFAULT_LIMIT = 10_000;

/** A metric store for tests and for runs that keep nothing. */
export function createMemoryMetrics(): MetricStore {
  const points = new Map<string, MetricPoint>();
  const positions = new Map<string, MetricPosition>();
  return {
    write({ topic, partition, points: written, nextOffset }) {
      return attempt(() => {
        for (const point of written) canonicalFields(point);
        for (const point of written) {
          const identity = JSON.stringify([point.measurement, canonicalTags(point.tags), point.time]);
          const stored = points.get(identity);
          const newer = (stored?.version ?? -Infinity) > (point.version ?? Infinity);
          if (!newer) points.set(identity, structuredClone(point));
        }
        const key = `${topic}/${partition}`;
        const known = positions.get(key)?.nextOffset ?? 0;
        positions.set(key, { topic, partition, nextOffset: Math.max(known, nextOffset) });
      });
    },
    positions: () => Promise.resolve([...positions.values()]),
    query({ measurement, tags, from = -Infinity, to = Infinity, limit = DEFAULT_LIMIT }) {
      const wanted = Object.entries(tags);
      const found = [...points.values()]
        .filter((point) => point.measurement === measurement && point.time >= from && point.time < to)
        .filter((point) => wanted.every(([name, value]) => point.tags[name] === value))
        .sort((a, b) => a.time - b.time || (canonicalTags(a.tags) < canonicalTags(b.tags) ? -1 : 1));
      return Promise.resolve(
        found
          .slice(Math.max(0, found.length - limit))
          .map(({ time, tags: own, fields }) => ({ measurement, tags: own, time, fields })),
      );
    },
    close: () => Promise.resolve(),
  };
}

/** A synchronous task as a promise: what it throws becomes a rejection. */
function attempt(task: () => void): Promise<void> {
  return new Promise((resolve) => {
    task();
    resolve();
  });
}
