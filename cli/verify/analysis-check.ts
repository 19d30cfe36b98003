import { isDeepStrictEqual } from 'node:util';
import type { ChatpulseEvent, EventCodec } from '../../core/events/codec.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { decode, type AnalyzedRecord, type AnalyzedStream } from './analyzed-stream.ts';
import type { Findings, Problem } from './report.ts';
import { createClockRule, createRepeatRule, isRawEvent, REPEAT_REACH, type RawEvent } from './rules.ts';
import type { Committed, Range } from './sources.ts';

export interface AnalysisCheckOptions {
  readonly partition: number;
  readonly codec: EventCodec;
  readonly findings: Findings;
  readonly analyzed: AnalyzedStream;
  /** Kept offsets of `chat.raw` and of `chat.analyzed`. */
  readonly raw: Range;
  readonly analyzedRange: Range;
  /** What `analyze` has committed in `chat.raw`. */
  readonly committed: Committed | undefined;
  /** Whether `analyze` set the record aside. */
  readonly isDeadLetter: (rawOffset: number) => boolean;
  /** Takes each record of `chat.analyzed` once, in order, right or wrong: what follows is checked against what stands there. */
  readonly onAnalyzed: (record: AnalyzedRecord) => void;
}

/** Merges one partition of `chat.raw` with what `analyze` made of it. To be given every record in order, then ended. */
export interface AnalysisCheck {
  take(record: LogRecord): void;
  end(): void;
}

/** Magic byte and schema id: what follows in MessageAnalyzed begins with the message as MessagePosted has it. */
const HEADER_BYTES = 5;

export function createAnalysisCheck(options: AnalysisCheckOptions): AnalysisCheck {
  const { findings, analyzed, raw, partition } = options;
  const repeats = createRepeatRule();
  const clocks = createClockRule();
  const trimmed = raw.start > 0;
  let firstStamp: number | undefined;

  function problem(
    kind: Problem['kind'],
    what: string,
    at: Partial<Problem>,
    rule: Problem['rule'] = 'analyzed',
  ): void {
    findings.problem({ rule, kind, what, partition, ...at });
  }

  function take(record: LogRecord): void {
    giveOlder(record.offset);
    findings.checked('log');
    const actual = analyzed.nextAt(record.offset);
    if (actual) firstStamp ??= actual.stamp;
    const event = record.damaged === undefined ? decode(options.codec, record.value) : undefined;
    if (!event || !isRawEvent(event)) takeUnreadable(record, event, actual);
    else takeEvent(record, event, actual);
    if (actual) options.onAnalyzed(actual);
  }

  /** Records of `chat.analyzed` whose place in `chat.raw` holds nothing. */
  function giveOlder(below: number): void {
    for (let older = analyzed.nextBelow(below); older; older = analyzed.nextBelow(below)) {
      firstStamp ??= older.stamp;
      if (older.stamp < raw.start) findings.unprovable('analysed messages that chat.raw no longer keeps');
      else
        problem(
          'invented',
          `a ${older.event.type} is analysed that chat.raw does not hold`,
          placeOfAnalyzed(older),
        );
      options.onAnalyzed(older);
    }
  }

  function takeUnreadable(
    record: LogRecord,
    event: ChatpulseEvent | undefined,
    actual: AnalyzedRecord | undefined,
  ): void {
    const at = { topic: 'chat.raw', offset: record.offset };
    if (actual) {
      // It could be read when it was analysed: the damage came later.
      problem('unreadable', 'a record can no longer be read; its analysis is kept', at, 'log');
      learnFrom(actual, record);
    } else if (options.isDeadLetter(record.offset))
      findings.note('records of chat.raw set aside as dead letters');
    else if (record.offset >= (options.committed?.readTo ?? 0) && !analyzed.hasMore())
      findings.pending('analyze');
    else {
      const what = event ? `a ${event.type} does not belong here` : 'a record cannot be read';
      problem('unreadable', `${what} and is in no dead-letter topic`, at, 'log');
    }
  }

  /** What stood in a damaged record still counts for repeats and clocks. */
  function learnFrom(actual: AnalyzedRecord, record: LogRecord): void {
    if (actual.event.type === 'MessageAnalyzed') repeats.judge(actual.event.data.message, record.offset);
    if ('eventTime' in actual.event.data)
      clocks.adopt(broadcastOf(actual.event), actual.event.data.eventTime);
  }

  function takeEvent(record: LogRecord, event: RawEvent, actual: AnalyzedRecord | undefined): void {
    const { broadcastId } = event.data;
    const at = { topic: 'chat.raw', offset: record.offset, ...subjectOf(event) };
    if (record.key !== broadcastId)
      problem('misplaced', `a ${event.type} of ${broadcastId} stands under the key ${record.key}`, at, 'log');
    if (event.type === 'MessagePosted') {
      findings.checked('analyzed');
      const verdict = repeats.judge(event.data, record.offset);
      if (verdict !== 'new') {
        findings.note(verdict === 'repeat' ? 'repeats dropped' : 'copies of shared chat dropped');
        if (actual) problem('doubled', `a ${verdict} was analysed again`, at);
        return;
      }
    }
    const inherits = trimmed && !clocks.knows(broadcastId);
    const time = clocks.timeOf(event, record.appendTime);
    if (actual) compare(record, event, actual, { time, inherits });
    else missing(record, event, at);
  }

  function missing(record: LogRecord, event: RawEvent, at: Partial<Problem>): void {
    if (options.isDeadLetter(record.offset)) {
      findings.note('records of chat.raw set aside as dead letters');
      return;
    }
    // `analyze` never goes past a record that is not written.
    const dealtWith = record.offset < (options.committed?.readTo ?? 0) || analyzed.hasMore();
    if (!dealtWith) findings.pending('analyze');
    else if (options.analyzedRange.start > 0 && firstStamp === undefined)
      findings.unprovable('messages whose analysis chat.analyzed no longer keeps');
    else if (trimmed && event.type === 'MessagePosted' && record.offset - raw.start < REPEAT_REACH)
      findings.unprovable('messages not analysed that may repeat one that chat.raw no longer keeps');
    else problem('lost', `an accepted ${event.type} is not in chat.analyzed`, at);
  }

  function compare(
    record: LogRecord,
    event: RawEvent,
    actual: AnalyzedRecord,
    clock: { readonly time: number; readonly inherits: boolean },
  ): void {
    const at = placeOfAnalyzed(actual);
    const found = actual.event;
    const { broadcastId } = event.data;
    if (actual.key !== broadcastId)
      problem('misplaced', `the analysis of ${broadcastId} stands under the key ${actual.key}`, at);
    if (!isSame(record, event, actual))
      problem('changed', `the analysed ${event.type} is not the one of chat.raw`, at);
    if (!('rawAppend' in found.data)) return;
    if (found.data.rawAppend !== record.appendTime)
      problem('changed', 'the append time of chat.raw was not passed on', at);
    const { eventTime } = found.data;
    if (clock.inherits && eventTime > clock.time) {
      findings.unprovable('times that depend on records that chat.raw no longer keeps');
      clocks.adopt(broadcastId, eventTime);
    } else if (eventTime !== clock.time)
      problem(
        'misplaced',
        `the clock of the broadcast says ${clock.time} for this record, not ${eventTime}`,
        at,
      );
  }

  function placeOfAnalyzed(record: AnalyzedRecord): Partial<Problem> {
    return { topic: 'chat.analyzed', offset: record.offset, ...subjectOf(record.event) };
  }

  return { take, end: () => giveOlder(Number.POSITIVE_INFINITY) };
}

/** Whether the message, or the act, was passed on as it came. */
function isSame(record: LogRecord, event: RawEvent, actual: AnalyzedRecord): boolean {
  if (event.type === 'MessagePosted') {
    if (actual.event.type !== 'MessageAnalyzed') return false;
    const body = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength);
    const found = Buffer.from(actual.value.buffer, actual.value.byteOffset, actual.value.byteLength);
    // Mostly the bytes are the same; another version of the schema may order them otherwise.
    if (found.length > body.length && body.compare(found, HEADER_BYTES, body.length, HEADER_BYTES) === 0)
      return true;
    return isDeepStrictEqual(actual.event.data.message, event.data);
  }
  if (actual.event.type !== event.type) return false;
  const { eventTime, rawOffset, rawAppend } = actual.event.data;
  return isDeepStrictEqual({ ...actual.event.data }, { ...event.data, eventTime, rawOffset, rawAppend });
}

/** The broadcast and message that an event is about. */
export function subjectOf(event: ChatpulseEvent): { broadcastId?: string; messageId?: string } {
  if (event.type === 'MessageAnalyzed') {
    const { broadcastId, messageId } = event.data.message;
    return { broadcastId, messageId };
  }
  const { data } = event;
  return {
    ...('broadcastId' in data ? { broadcastId: data.broadcastId } : {}),
    ...('messageId' in data ? { messageId: data.messageId } : {}),
  };
}

function broadcastOf(event: ChatpulseEvent): string {
  return subjectOf(event).broadcastId ?? '';
}
