import type { EventCodec, ChatpulseEvent } from '../../core/events/codec.ts';
import { windowedRecordOf } from '../../core/runtime/analyzed-record.ts';
import type { Output, ProcessorDefinition } from '../../core/runtime/processor.ts';
import type { LogSource } from '../verify/sources.ts';
import { replayPartition } from './replay-partition.ts';

type Closed = Extract<ChatpulseEvent, { type: 'WindowUpdated' | 'WordsRanked' }>;

export interface ClosedWindowsOptions {
  readonly definition: ProcessorDefinition;
  readonly log: LogSource;
  readonly codec: EventCodec;
  readonly partition: number;
  readonly isDeadLetter: (offset: number) => boolean;
  readonly onRead: (records: number) => void;
  /** Told of broadcasts whose clock is that of a recording, before any window of theirs. */
  readonly onRecorded?: (broadcastId: string) => void;
}

/**
 * What a processor of windows makes of the kept part of one partition of `chat.analyzed`: its closed windows in order,
 * in blocks. Where the log does not begin at its first record, only those that no lost record can belong to: live ones
 * that begin more than a minute after the first kept record was appended, recorded ones that begin after the event time
 * of their broadcast's first kept record.
 */
export function* closedWindows(options: ClosedWindowsOptions): Generator<readonly Closed[], void> {
  const { definition, log, codec, partition } = options;
  const trimmed = log.range(definition.input, partition).start > 0;
  const task = definition.createTask({ partition, committed: undefined });
  let closed: Closed[] = [];
  let firstAppend: number | undefined;
  const firstOf = new Map<string, { readonly eventTime: number; readonly recorded: boolean }>();

  const out: Output = {
    emit(_topic, _key, type, data) {
      const event = { type, data } as ChatpulseEvent;
      if (event.type !== 'WindowUpdated' && event.type !== 'WordsRanked') return;
      if (event.data.closed && isWhole(event)) closed.push(event);
    },
  };

  function isWhole({ data }: Closed): boolean {
    if (!trimmed) return true;
    const first = firstOf.get(data.broadcastId);
    return first?.recorded
      ? data.start > first.eventTime
      : data.start > (firstAppend ?? Number.POSITIVE_INFINITY) + 60_000;
  }

  const blocks = replayPartition({
    log,
    codec,
    topic: definition.input,
    partition,
    isDeadLetter: options.isDeadLetter,
    // The processor has its own commit and sets it aside by itself.
    unreadable: 'skip',
    onRead: options.onRead,
  });
  for (const records of blocks) {
    for (const record of records) {
      const at = windowedRecordOf(record.event, record.offset);
      if (!at) continue;
      if (at.recorded) options.onRecorded?.(at.broadcastId);
      if (trimmed) {
        firstAppend ??= record.appendTime;
        if (!firstOf.has(at.broadcastId)) firstOf.set(at.broadcastId, at);
      }
      task.process(record, out, false);
    }
    yield closed;
    closed = [];
  }
}
