import type { Logger } from 'pino';
import { describeError } from '../../core/errors.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { History } from '../history/history.ts';
import { analyzedPartition, type LiveModel } from '../model/live-model.ts';
import { MessageRing } from '../model/ring.ts';
import type { GatewayLimits } from '../options.ts';
import { readCursor, writeCursor, type Cursor } from './cursor.ts';
import { writeFrame } from './frame.ts';
import type { Hub } from './hub.ts';
import { createGate } from './gate.ts';
import type { Subscription } from './viewer.ts';

const SNAPSHOT_MESSAGES = 100;
const SNAPSHOT_MINUTES = 60;
const SNAPSHOT_TENS = 90;
/** Viewers whose backlog is read from the log at the same time. */
const BACKLOG_READERS = 8;

export interface OpeningOptions {
  readonly live: LiveModel;
  readonly hub: Hub;
  readonly history: History;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly limits: GatewayLimits;
  readonly logger?: Logger;
}

/** Brings a new subscription to the point from which frames go on: by a snapshot, or by what it missed since its cursor. */
export type Open = (subscription: Subscription, cursor: string | undefined) => Promise<void>;

export function createOpening(options: OpeningOptions): Open {
  const { live, hub, history, log, codec, limits } = options;
  const gate = createGate(BACKLOG_READERS);

  return async (subscription, cursorText) => {
    const cursor = cursorText === undefined ? undefined : readCursor(cursorText);
    const { broadcastId } = subscription;
    if (!cursor || !(await leadsSomewhere(broadcastId, cursor))) {
      await sendSnapshot(subscription);
    } else {
      const { ring } = live.ensure(broadcastId);
      ring.open();
      if (cursor.offset < ring.coversFrom) await gate(() => sendBacklog(subscription, cursor));
      else subscription.progress.next = ring.numberOf(cursor.offset);
    }
    hub.start(subscription);
  };

  /** Another gateway may have read further than this one, but nobody further than the log. */
  async function leadsSomewhere(broadcastId: string, cursor: Cursor): Promise<boolean> {
    const { topic, partition } = analyzedPartition(broadcastId);
    if (cursor.partition !== partition) return false;
    if (cursor.offset <= live.position(broadcastId)) return true;
    const range = (await log.ranges(topic)).find((one) => one.partition === partition);
    return range !== undefined && cursor.offset <= range.end;
  }

  async function sendSnapshot(subscription: Subscription): Promise<void> {
    const { broadcastId, progress, viewer, wordSpan } = subscription;
    const { ring, windows, words } = live.ensure(broadcastId);
    ring.open();
    const newest = ring.newestMessages(SNAPSHOT_MESSAGES);
    const messages = newest.map(({ json }) => json);
    const cursor = writeCursor({
      partition: analyzedPartition(broadcastId).partition,
      offset: live.position(broadcastId),
    });
    const source = hub.source(broadcastId);
    const windowTexts = windows.jsonSince(0);
    Object.assign(progress, {
      next: ring.next,
      windows: windows.version,
      words: words.version,
      source: source.version,
    });

    let complete = true;
    const orElse = <T>(question: Promise<T>, fallback: T): Promise<T> =>
      question.catch((error: unknown) => {
        complete = false;
        options.logger?.warn({ broadcastId, reason: describeError(error) }, 'a snapshot lacks its history');
        return fallback;
      });
    const [older, stored, ranked] = await Promise.all([
      messages.length < SNAPSHOT_MESSAGES
        ? orElse(olderMessages(broadcastId, newest[0]?.seq, SNAPSHOT_MESSAGES - messages.length), [])
        : [],
      windowTexts.length === 0 ? orElse(storedWindows(broadcastId), []) : [],
      orElse(
        history.words(broadcastId, wordSpan, 100).then((found) => JSON.stringify(found)),
        words.json(wordSpan),
      ),
    ]);
    if (subscription.state !== 'starting') return;
    viewer.sendText(
      `{"type":"snapshot","broadcast":${JSON.stringify(broadcastId)},"cursor":"${cursor}",` +
        `"messages":[${[...older, ...messages].join()}],"windows":[${[...stored, ...windowTexts].join()}],` +
        `"words":${ranked},"source":${source.json},"history":${complete}}`,
    );
  }

  async function olderMessages(
    broadcastId: string,
    before: number | undefined,
    limit: number,
  ): Promise<string[]> {
    const page = await history.messages(broadcastId, { limit, ...(before !== undefined && { before }) });
    return page.messages.map((message) => JSON.stringify(message));
  }

  async function storedWindows(broadcastId: string): Promise<string[]> {
    const [tens, minutes] = await Promise.all([
      history.windows(broadcastId, { size: '10s', limit: SNAPSHOT_TENS }),
      history.windows(broadcastId, { size: '1m', limit: SNAPSHOT_MINUTES }),
    ]);
    return [...tens, ...minutes].map((window) => JSON.stringify(window));
  }

  /** Reads the log from the cursor up to where the memory begins, and leaves the subscription there. */
  async function sendBacklog(subscription: Subscription, cursor: Cursor): Promise<void> {
    const { broadcastId, progress, viewer } = subscription;
    const partition = analyzedPartition(broadcastId);
    const { ring } = live.ensure(broadcastId);
    const range = (await log.ranges(partition.topic)).find((one) => one.partition === partition.partition);
    let offset = Math.max(cursor.offset, range?.start ?? 0, ring.coversFrom - limits.resumeRecords);
    progress.skipped = offset - cursor.offset;
    const reader = new MessageRing({
      codec,
      capacity: limits.frameMessages,
      coversFrom: offset,
      isErased: live.isErased,
    });
    while (offset < ring.coversFrom && subscription.state === 'starting') {
      const records = await log.read({ ...partition, offset, maxRecords: limits.frameMessages });
      const first = reader.next;
      for (const record of records.slice(0, limits.frameMessages))
        if (record.key === broadcastId && record.damaged === undefined)
          reader.push(record.offset, record.value);
      reader.open();
      offset = (records.slice(0, limits.frameMessages).at(-1)?.offset ?? ring.coversFrom - 1) + 1;
      const items = Array.from({ length: reader.next - first }, (_, index) => reader.at(first + index));
      const textsOf = (kind: string): string[] =>
        items.flatMap((item) => (item?.kind === kind ? [item.json] : []));
      if (items.length > 0 || progress.skipped > 0)
        viewer.sendText(
          writeFrame({
            broadcastId,
            cursor: writeCursor({ partition: partition.partition, offset }),
            messages: textsOf('message'),
            retractions: textsOf('retraction'),
            skipped: progress.skipped,
          }),
        );
      progress.skipped = 0;
      await viewer.drained();
    }
    ring.open();
    progress.next = ring.numberOf(offset);
  }
}
