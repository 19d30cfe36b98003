import type { Digest } from './recorder.ts';

type Gauges = Digest['gauges'];

/** Each sending in which all gauges are told: more often than collectors begin an interval, which forgets what it is not told. */
const ALL_EVERY = 3;

/**
 * Of the gauges of one sending after the other those that have to be told: what has changed, and every third time all. Most
 * gauges of a process stand still, and a line costs the client of StatsD ten microseconds and more.
 */
export function createGaugesToTell(): (gauges: Gauges) => Gauges {
  const told = new Map<string, number | undefined>();
  let sending = 0;
  return (gauges) => {
    const all = sending % ALL_EVERY === 0;
    sending += 1;
    return gauges.filter(({ name, tags, value }) => {
      const key = [name, ...Object.values(tags)].join('\n');
      const tell = all || told.get(key) !== value;
      if (value === undefined) told.delete(key);
      else told.set(key, value);
      return tell;
    });
  };
}
