import type { NameOfKind, TagsOf } from './catalogue.ts';
import type { Telemetry } from './port.ts';

/** Makes counters of totals that a part keeps itself. */
export interface Totals {
  /**
   * The total of one thing now; what it has grown by is counted.
   * @param of tells things apart that are counted under the same tags
   */
  reached<N extends NameOfKind<'counter'>>(name: N, tags: TagsOf<N>, total: number, of?: string): void;
}

export function createTotals(telemetry: Telemetry): Totals {
  const told = new Map<string, number>();
  return {
    reached(name, tags, total, of = '') {
      const key = [name, of, ...Object.values<string>(tags)].join('\n');
      // What begins again at nothing was made anew.
      const before = told.get(key) ?? 0;
      telemetry.count(name, tags, total >= before ? total - before : total);
      told.set(key, total);
    },
  };
}
