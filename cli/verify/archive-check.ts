import { isDeepStrictEqual } from 'node:util';
import type { MessageAnalyzed } from '../../core/events/generated.ts';
import { plural } from '../../core/plural.ts';
import type { AnalyzedRecord } from './analyzed-stream.ts';
import type { ModeratorActs, PlatformActs } from './acts.ts';
import { createOrderedRows, type OrderedRows } from './ordered-rows.ts';
import type { Findings, Problem } from './report.ts';
import type { ArchivedRow, ArchiveSnapshot } from './sources.ts';
import { isCanaryEvent } from './canary-rule.ts';

export interface ArchiveCheckOptions {
  readonly partition: number;
  readonly findings: Findings;
  readonly archive: ArchiveSnapshot;
  /** Broadcasts of this partition that the archive knows, with the number of messages that it says they have. */
  readonly broadcasts: readonly { readonly id: string; readonly messages: number }[];
  readonly platform: PlatformActs;
  readonly moderators: ModeratorActs;
  /** The archive has dealt with `chat.analyzed` up to here. */
  readonly nextOffset: number;
  /** `chat.analyzed` does not begin at its first record any more. */
  readonly trimmed: boolean;
  readonly isDeadLetter: (analyzedOffset: number) => boolean;
  /** Told of messages that the archive set aside as dead letters. */
  readonly onSetAside: (rawOffset: number) => void;
}

/** Merges the messages of `chat.analyzed` with the rows of the archive. */
export interface ArchiveCheck {
  take(record: AnalyzedRecord): void;
  end(): void;
}

interface Absent {
  readonly messageId: string;
  readonly stamp: number;
  readonly offset: number;
}

/** Messages looked up by id at once, where the archive has none at their place. */
const LOOK_UP_AT_ONCE = 5_000;
const REPEATED_SHOWN = 100;

export function createArchiveCheck(options: ArchiveCheckOptions): ArchiveCheck {
  const { archive, findings, partition, moderators, platform } = options;
  const rowsOf = new Map<string, OrderedRows<ArchivedRow>>();
  const counts = new Map<string, number>();
  const absent = new Map<string, Absent[]>();
  let firstStamp: number | undefined;

  function problem(
    kind: Problem['kind'],
    what: string,
    at: Partial<Problem>,
    rule: Problem['rule'] = 'archived',
  ): void {
    findings.problem({ rule, kind, what, partition, ...at });
  }

  function rows(broadcastId: string): OrderedRows<ArchivedRow> {
    let known = rowsOf.get(broadcastId);
    if (!known) {
      known = createOrderedRows({
        load: (above, limit) => archive.messages(broadcastId, Math.max(above, -1), limit),
        keyOf: (row) => row.rawOffset,
      });
      rowsOf.set(broadcastId, known);
    }
    return known;
  }

  function count(broadcastId: string): void {
    counts.set(broadcastId, (counts.get(broadcastId) ?? 0) + 1);
  }

  /** A row where `chat.analyzed` has no such message. */
  function unexpected(broadcastId: string, row: ArchivedRow): void {
    count(broadcastId);
    if (options.trimmed && row.rawOffset < (firstStamp ?? Number.POSITIVE_INFINITY))
      findings.unprovable('archived messages that chat.analyzed no longer keeps');
    else
      problem(
        'invented',
        `the archive holds a message at chat.raw offset ${row.rawOffset} that was not analysed there`,
        {
          broadcastId,
          messageId: row.messageId,
        },
      );
  }

  function take(record: AnalyzedRecord): void {
    firstStamp ??= record.stamp;
    if (record.event.type !== 'MessageAnalyzed' || isCanaryEvent(record.event)) return;
    if (record.offset >= options.nextOffset) {
      findings.pending('archive');
      return;
    }
    const { data } = record.event;
    const { broadcastId, messageId } = data.message;
    const row = rows(broadcastId).take(record.stamp, (other) => unexpected(broadcastId, other));
    if (row) count(broadcastId);
    findings.checked('archived');
    const at = { topic: 'chat.analyzed', offset: record.offset, broadcastId, messageId };
    if (moderators.isErased(data.message)) {
      findings.checked('retractions');
      if (row) problem('changed', 'a message of an erased author is in the archive', at, 'retractions');
    } else if (row) compare(record, data, row);
    else if (options.isDeadLetter(record.offset)) {
      findings.note('analysed messages that the archive set aside as dead letters');
      options.onSetAside(record.stamp);
    } else remember(broadcastId, { messageId, stamp: record.stamp, offset: record.offset });
  }

  function compare(record: AnalyzedRecord, data: MessageAnalyzed, row: ArchivedRow): void {
    const { broadcastId, messageId } = data.message;
    const at = { topic: 'chat.analyzed', offset: record.offset, broadcastId, messageId };
    if (row.messageId !== messageId || Buffer.compare(row.value, record.value) !== 0)
      problem('changed', 'the archived message is not the analysed one', at);
    const removed = platform.removalOf(data.message, record.stamp);
    const { hidden, approved } = moderators.verdictOn(broadcastId, messageId);
    findings.checked('retractions');
    if (!isDeepStrictEqual(removed, row.removed))
      problem(
        'changed',
        `removed should be ${JSON.stringify(removed)}, not ${JSON.stringify(row.removed)}`,
        at,
        'retractions',
      );
    if (hidden !== row.hidden || approved !== row.approved)
      problem(
        'changed',
        `should be hidden ${hidden}, approved ${approved}; is hidden ${row.hidden}, approved ${row.approved}`,
        at,
        'retractions',
      );
  }

  function remember(broadcastId: string, one: Absent): void {
    const list = absent.get(broadcastId) ?? [];
    absent.set(broadcastId, list);
    list.push(one);
    if (list.length >= LOOK_UP_AT_ONCE) judgeAbsent(broadcastId);
  }

  /** An id that came again beyond the reach of the repeat rule is stored where it came first, and that is right. */
  function judgeAbsent(broadcastId: string): void {
    const list = absent.get(broadcastId) ?? [];
    absent.delete(broadcastId);
    if (list.length === 0) return;
    const stored = archive.offsetsOf(
      broadcastId,
      list.map(({ messageId }) => messageId),
    );
    for (const { messageId, stamp, offset } of list) {
      const at = { topic: 'chat.analyzed', offset, broadcastId, messageId };
      const elsewhere = stored.get(messageId);
      if (elsewhere === undefined) problem('lost', 'an analysed message is not in the archive', at);
      else if (elsewhere < stamp)
        findings.note('messages whose id came again and that the archive keeps as they came first');
      else
        problem(
          'misplaced',
          `the archive holds the message at chat.raw offset ${elsewhere}, not ${stamp}`,
          at,
        );
    }
  }

  function end(): void {
    for (const { id, messages } of options.broadcasts) {
      rows(id).take(Number.POSITIVE_INFINITY, (row) => unexpected(id, row));
      const found = counts.get(id) ?? 0;
      if (found !== messages)
        problem(
          'miscounted',
          `the archive says that it has ${messages} ${plural(messages, 'message')} and has ${found}`,
          {
            broadcastId: id,
          },
        );
      for (const messageId of archive.repeatedIds(id, REPEATED_SHOWN))
        problem('doubled', 'the archive holds a message more than once', { broadcastId: id, messageId });
    }
    for (const broadcastId of [...absent.keys()]) judgeAbsent(broadcastId);
  }

  return { take, end };
}
