import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatFeed, type FeedView } from './chat-feed.ts';
import { NO_FILTER } from './filter.ts';
import { horizonOf, mergeFeeds } from './merge-feeds.ts';
import { MergedFeed } from './merged-feed.ts';
import type { MessageListView } from './message-list.ts';
import { someMessage } from './testing.ts';

const NOTHING: MessageListView = { entries: [], waiting: 0, startMoved: false };

function feedOf(broadcast: string, times: readonly number[], atStart = true): ChatFeed {
  const feed = new ChatFeed({ broadcast, filter: NO_FILTER, onChange: () => undefined });
  feed.replace(
    times.map((at, seq) => someMessage(seq, { at })),
    atStart,
  );
  feed.commit();
  return feed;
}

const keys = (view: MessageListView): string[] => view.entries.map(({ key }) => key);
const merged = (...views: readonly FeedView[]): MessageListView => mergeFeeds(views, { before: NOTHING });

describe('mergeFeeds', () => {
  it('puts the lines of several broadcasts in order of time, though their ids are the same', () => {
    const view = merged(feedOf('a', [10, 30]).view, feedOf('b', [20, 40]).view);
    expect(keys(view)).toEqual(['a/m0', 'b/m0', 'a/m1', 'b/m1']);
  });

  it('fits what a recording says among live messages by when it was played', () => {
    const recording = new ChatFeed({ broadcast: 'r', filter: NO_FILTER, onChange: () => undefined });
    recording.replace([someMessage(0, { at: 5, playedAt: 25 })], true);
    recording.commit();
    expect(keys(merged(feedOf('a', [20, 30]).view, recording.view))).toEqual(['a/m0', 'r/m0', 'a/m1']);
  });

  it('shows nothing from before the oldest line of a feed that has older ones', () => {
    const busy = feedOf('busy', [50, 60], false);
    const calm = feedOf('calm', [10, 55], true);
    expect(horizonOf([busy.view, calm.view])).toBe(50);
    expect(keys(merged(busy.view, calm.view))).toEqual(['busy/m0', 'calm/m1', 'busy/m1']);
  });

  it('keeps the newest lines of all where there are too many', () => {
    const views = [feedOf('a', [10, 30, 50]).view, feedOf('b', [20, 40, 60]).view];
    expect(keys(mergeFeeds(views, { before: NOTHING, most: 3 }))).toEqual(['b/m1', 'a/m2', 'b/m2']);
  });

  it('leaves the note of skipped messages where it is in its own list', () => {
    const feed = feedOf('a', [10, 30]);
    feed.skip(7);
    feed.take([someMessage(9, { at: 50 })], []);
    feed.commit();
    expect(keys(merged(feed.view, feedOf('b', [20, 40]).view))).toEqual([
      'a/m0',
      'b/m0',
      'a/m1',
      'b/m1',
      'a skipped 1',
      'a/m9',
    ]);
  });

  it('shows a message of a chat that two channels share once', () => {
    const feeds = [feedOf('a', [10]), feedOf('b', [10])];
    feeds[0]?.take([someMessage(7, { at: 20, originId: 'o1' })], []);
    feeds[1]?.take([someMessage(8, { at: 20, originId: 'o1' }), someMessage(9, { at: 30 })], []);
    for (const feed of feeds) feed.commit();
    const shown = keys(merged(...feeds.map((feed) => feed.view)));
    expect(shown).toEqual(['a/m0', 'b/m0', 'b/m8', 'b/m9']);
  });

  it('keeps every line once and each feed in its own order, whatever the times', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 5 }), (lists) => {
        const views = lists.map((list, index) => feedOf(`b${index}`, list).view);
        const all = keys(merged(...views));
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(lists.flat().length);
        for (const { list } of views)
          expect(all.filter((key) => keys(list).includes(key))).toEqual(keys(list));
      }),
    );
  });

  it('is in order of time where each feed is', () => {
    const times = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(times, { maxLength: 5 }), (lists) => {
        const sorted = lists.map((list) => [...list].sort((a, b) => a - b));
        const view = merged(...sorted.map((list, index) => feedOf(`b${index}`, list).view));
        const at = view.entries.map((entry) => (entry.kind === 'message' ? entry.message.at : NaN));
        expect(at).toEqual(sorted.flat().sort((a, b) => a - b));
      }),
    );
  });
});

describe('MergedFeed', () => {
  it('stands still in all feeds while the reader is further up, counts together, and goes on', () => {
    const feeds = [feedOf('a', [10]), feedOf('b', [20])];
    const all = new MergedFeed({ feeds: () => feeds, filter: NO_FILTER });
    all.commit(true);
    all.follow(false);
    feeds[0]?.take([someMessage(7, { at: 15 })], []);
    feeds[1]?.take([someMessage(8, { at: 30 })], []);
    all.commit();
    expect(keys(all.view.list)).toEqual(['a/m0', 'b/m0']);
    expect(all.view.list.waiting).toBe(2);
    all.follow(true);
    all.commit();
    expect(keys(all.view.list)).toEqual(['a/m0', 'a/m7', 'b/m0', 'b/m8']);
    expect(all.view.list.waiting).toBe(0);
  });

  it('lets a feed that left take its lines along', () => {
    let feeds = [feedOf('a', [10]), feedOf('b', [20])];
    const all = new MergedFeed({ feeds: () => feeds, filter: NO_FILTER });
    feeds = feeds.slice(1);
    all.commit(true);
    expect(keys(all.view.list)).toEqual(['b/m0']);
    expect(all.view.list.startMoved).toBe(true);
    all.commit();
    expect(all.view.list.startMoved).toBe(false);
  });
});
