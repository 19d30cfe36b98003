import type { ObservedElement } from '../../core/health/element.ts';
import type { ResponseFigures } from '../../core/health/resources.ts';
import { plural } from '../../core/plural.ts';
import type { PartHealth } from '../../gateway/options.ts';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';

/** Something that a role runs. */
export interface RunningPart {
  health(): readonly PartHealth[];
  /** Figures of its readers, for Prometheus. */
  readers?(): readonly ReaderHealth[];
  /** The elements of the pipeline that it runs or reaches, as they are now. */
  elements?(): readonly ObservedElement[];
  /** What it has answered over HTTP, where it does. */
  responses?(): ResponseFigures;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/** A reader as a line of a health report. */
export function healthOfReader({ name, state, error, records, lag, deadLetters }: ReaderHealth): PartHealth {
  const letters = deadLetters > 0 ? `, ${deadLetters} ${plural(deadLetters, 'dead letter')}` : '';
  return {
    name,
    state: state === 'failed' ? 'failed' : state === 'retrying' ? 'degraded' : 'ok',
    detail: error ?? `${records} ${plural(records, 'record')}, ${lag} behind${letters}`,
  };
}
