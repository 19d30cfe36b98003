import { createCodec } from '../events/codec.ts';
import type { ChatpulseEvent } from '../events/codec.ts';
import type { CommitPoint } from './commit-metadata.ts';
import type { Output, ProcessorDefinition } from './processor.ts';
import { stampOf } from './stamp.ts';

/** An event given out by a processor under test. */
export interface DrivenOutput {
  readonly topic: string;
  readonly key: string;
  readonly partition: number | undefined;
  readonly event: ChatpulseEvent;
}

export interface DriverOptions {
  /** The append time of the records, ms since 1970; turned by hand. */
  readonly now: number;
  readonly committed?: CommitPoint;
  /** The offset of the first record; default: the commit's, or 0. */
  readonly firstOffset?: number;
}

/** Runs a processor for one partition with no log and a clock that is turned by hand. */
export interface Driver {
  /** The append time of the next records. */
  now: number;
  /** Gives one event as the next record; answers what came out. Repeats by stamp are dropped as the runtime does. */
  feed(event: ChatpulseEvent): readonly DrivenOutput[];
  /** Lets a second pass for the processor; answers what came out. */
  tick(): readonly DrivenOutput[];
  commitPoint(): CommitPoint;
  nextOffset(): number;
}

export function driveProcessor(definition: ProcessorDefinition, options: DriverOptions): Driver {
  const { committed } = options;
  const codec = createCodec();
  const task = definition.createTask({ partition: 0, committed });
  let offset = options.firstOffset ?? committed?.offset ?? 0;
  let stamp = committed?.stamp ?? -1;
  let collected: DrivenOutput[] = [];
  const out: Output = {
    emit(topic, key, type, data, partition) {
      // Over the codec, so that a field that the schema refuses is noticed here.
      collected.push({ topic, key, partition, event: codec.decode(codec.encode(type, data)) });
    },
  };
  const take = (): readonly DrivenOutput[] => {
    const given = collected;
    collected = [];
    return given;
  };
  const driver: Driver = {
    now: options.now,
    feed(event) {
      const at = offset;
      offset += 1;
      const itsStamp = stampOf(event);
      if (itsStamp !== undefined) {
        if (itsStamp <= stamp) return [];
        stamp = itsStamp;
      }
      const restoring = at < (committed?.readTo ?? 0);
      task.process(
        { offset: at, key: '', appendTime: driver.now, value: new Uint8Array(), event },
        restoring ? { emit: () => undefined } : out,
        restoring,
      );
      return take();
    },
    tick() {
      task.publishProvisional?.(out);
      return take();
    },
    commitPoint: () => task.commitPoint({ nextOffset: offset, stamp }),
    nextOffset: () => offset,
  };
  return driver;
}
