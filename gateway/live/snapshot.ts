import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { History } from '../history/history.ts';
import { analyzedPartition, type LiveModel } from '../model/live-model.ts';
import type { GatewayLimits } from '../options.ts';
import { writeCursor } from './cursor.ts';
import type { Hub } from './hub.ts';
import type { Subscription } from './viewer.ts';

const MESSAGES = 100;
const MINUTES = 60;
const TENS = 90;

export interface SnapshotOptions {
  readonly live: LiveModel;
  readonly hub: Hub;
  readonly history: History;
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly logger?: Logger;
}

/**
 * Sends a viewer the state of a broadcast, from which frames go on: what memory holds, completed by the stores. With a
 * store away or slow it is sent without what that would have given, and says so: nobody's live chat waits for a query.
 */
export function createSnapshots(options: SnapshotOptions): (subscription: Subscription) => Promise<void> {
  const { live, hub, history, limits, clock } = options;

  return async (subscription) => {
    const { broadcastId, progress, viewer, wordSpan } = subscription;
    const { ring, windows, words } = live.ensure(broadcastId);
    ring.open();
    const newest = ring.newestMessages(MESSAGES);
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
      within(question, { clock, ms: limits.snapshotWait }).catch((error: unknown) => {
        complete = false;
        options.logger?.warn({ broadcastId, reason: describeError(error) }, 'a snapshot lacks its history');
        return fallback;
      });
    const [older, stored, ranked] = await Promise.all([
      messages.length < MESSAGES
        ? orElse(olderMessages(broadcastId, newest[0]?.seq, MESSAGES - messages.length), [])
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
  };

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
      history.windows(broadcastId, { size: '10s', limit: TENS }),
      history.windows(broadcastId, { size: '1m', limit: MINUTES }),
    ]);
    return [...tens, ...minutes].map((window) => JSON.stringify(window));
  }
}

/** Rejects where the answer takes longer than `ms`. */
function within<T>(question: Promise<T>, { clock, ms }: { clock: Clock; ms: number }): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error(`no answer within ${ms} ms`)));
    void question.then(resolve, reject).finally(cancel);
  });
}
