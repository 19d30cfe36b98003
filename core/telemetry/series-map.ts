import { CATALOGUE, type MetricName } from './catalogue.ts';
import type { Series } from './recorder.ts';

type Tags = Readonly<Record<string, string>>;

/** What is known of the tag values so far, and by the next value. */
interface Branch<C> {
  cell?: C;
  readonly next: Map<string, Branch<C>>;
}

/**
 * Cells by metric and tag values, in the order in which they came. They are looked for thousands of times a second, so no
 * text is made of the values: there is a map for each tag.
 */
export class SeriesMap<C extends Series> {
  readonly #metrics = new Map<MetricName, Branch<C>>();
  readonly #cells = new Set<C>();

  /** The cell of exactly these values; a missing one counts as empty. */
  get(name: MetricName, tags: Tags): C | undefined {
    let at = this.#metrics.get(name);
    for (const tag of CATALOGUE[name].tags) {
      if (at === undefined) return undefined;
      at = at.next.get(tags[tag] ?? '');
    }
    return at?.cell;
  }

  /** In the place of the one of the same values, where there is one. */
  add(cell: C): void {
    let at = branchOf(this.#metrics, cell.name);
    for (const tag of CATALOGUE[cell.name].tags) at = branchOf(at.next, cell.tags[tag] ?? '');
    if (at.cell) this.#cells.delete(at.cell);
    at.cell = cell;
    this.#cells.add(cell);
  }

  /** Only a cell that is there itself, not one of the same values. */
  delete(cell: C): void {
    if (!this.#cells.delete(cell)) return;
    let at = this.#metrics.get(cell.name);
    for (const tag of CATALOGUE[cell.name].tags) at = at?.next.get(cell.tags[tag] ?? '');
    if (at) delete at.cell;
  }

  cells(): IterableIterator<C> {
    return this.#cells.values();
  }
}

function branchOf<K, C>(branches: Map<K, Branch<C>>, key: K): Branch<C> {
  const known = branches.get(key);
  if (known) return known;
  const made: Branch<C> = { next: new Map() };
  branches.set(key, made);
  return made;
}
