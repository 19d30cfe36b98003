import type { Digest } from './recorder.ts';
import { SeriesMap } from './series-map.ts';

type Gauge = Digest['gauges'][number];

/** Each sending in which all gauges are told: more often than collectors begin an interval, which forgets what it is not told. */
const ALL_EVERY = 3;

/**
 * Of the gauges of one sending after the other those that have to be told: what has changed, and every third time all. Most
 * gauges of a process stand still, and a line costs the client of StatsD ten microseconds and more.
 */
export function createGaugesToTell(): (gauges: readonly Gauge[]) => readonly Gauge[] {
  const told = new SeriesMap<Gauge>();
  let sending = 0;
  return (gauges) => {
    const all = sending % ALL_EVERY === 0;
    sending += 1;
    return gauges.filter((gauge) => {
      const before = told.get(gauge.name, gauge.tags);
      if (gauge.value !== undefined) told.add(gauge);
      else if (before) told.delete(before);
      return all || before?.value !== gauge.value;
    });
  };
}
