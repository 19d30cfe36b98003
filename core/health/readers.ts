import type { ReaderHealth } from '../runtime/topic-reader.ts';
import type { ElementKind, ObservedElement } from './element.ts';

/** A reader that has something to read and does not get on for so long is stuck, also where nothing fails. */
const STUCK_MS = 8_000;
const SINKS: ReadonlySet<string> = new Set(['archive', 'metrics', 'boards', 'notify']);

/** Readers of topics as elements. Remembers how far each had come: what hangs neither fails nor tries again. */
export interface ReaderObserver {
  observe(readers: readonly ReaderHealth[], now: number): ObservedElement[];
}

export function createReaderObserver(): ReaderObserver {
  const moved = new Map<string, { readonly records: number; readonly at: number }>();

  function stuckFor({ name, records, lag }: ReaderHealth, now: number): number {
    const before = moved.get(name);
    if (before && before.records === records && lag > 0) return now - before.at;
    moved.set(name, { records, at: now });
    return 0;
  }

  return {
    observe: (readers, now) =>
      readers.map((reader) => {
        const stuck = stuckFor(reader, now);
        const kind = kindOfReader(reader.name);
        return {
          id: `${kind}:${reader.name}`,
          kind,
          ...stateOf(reader, stuck),
          total: reader.records,
          lag: reader.lag,
          lastRecordAt: reader.lastAppendTime > 0 ? reader.lastAppendTime : null,
          errors: reader.deadLetters,
        };
      }),
  };
}

export function kindOfReader(name: string): ElementKind {
  return SINKS.has(name) ? 'sink' : 'processor';
}

function stateOf(reader: ReaderHealth, stuck: number): Pick<ObservedElement, 'state' | 'detail'> {
  switch (reader.state) {
    case 'failed':
      return { state: 'failed', detail: reader.error };
    case 'retrying':
      return { state: 'degraded', detail: reader.error };
    case 'closed':
      return { state: 'stopped', detail: null };
    case 'running':
      return stuck >= STUCK_MS
        ? { state: 'degraded', detail: `stuck for ${Math.round(stuck / 1000)} s with ${reader.lag} waiting` }
        : { state: 'ok', detail: null };
  }
}
