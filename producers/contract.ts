import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../core/clock.ts';
import type { ChatSource, OpenOptions, SourceEvent } from './port.ts';

/** What a source's author supplies to run the contract suite. */
export interface SourceHarness {
  readonly source: ChatSource;
  /** A channel on which the platform says at least three messages. */
  readonly channel: string;
  /** Makes the platform say something that nobody can understand, and a message after it. */
  sayNonsense?(): void;
  /** Makes the platform say three messages; sources that speak by themselves need none. */
  sayMessages?(): Promise<void>;
  /** Breaks the connection from the platform's side. */
  breakConnection?(): void;
  /** Connections that are open at the platform. */
  openConnections?(): number;
  close(): Promise<void>;
}

/** What a source does not do, with the reason that the skipped test shows. */
export interface SourceFeatures {
  /** Has a connection that can be lost. */
  readonly connection: true | string;
  /** Meets payloads that it cannot understand. */
  readonly nonsense: true | string;
}

interface CountingClock extends Clock {
  pending(): number;
}

/** Runs the contract of {@link ChatSource}. */
export function describeChatSource(
  name: string,
  factory: () => Promise<SourceHarness>,
  features: SourceFeatures,
): void {
  describe(`ChatSource: ${name}`, () => {
    let harness: SourceHarness;
    let clock: CountingClock;
    let ending: AbortController;

    beforeEach(async () => {
      harness = await factory();
      clock = countingClock();
      ending = new AbortController();
    });

    afterEach(async () => {
      ending.abort();
      await harness.close();
    });

    function open(overrides: Partial<OpenOptions> = {}): AsyncIterator<readonly SourceEvent[]> {
      const options = { channel: harness.channel, signal: ending.signal, clock, speed: 'max', cursor: null };
      return harness.source.open({ ...options, ...overrides })[Symbol.asyncIterator]();
    }

    /** Reads on until an event fits, and answers all events so far. */
    async function readUntil(
      iterator: AsyncIterator<readonly SourceEvent[]>,
      fits: (event: SourceEvent) => boolean,
    ): Promise<SourceEvent[]> {
      const events: SourceEvent[] = [];
      for (;;) {
        const next = await iterator.next();
        if (next.done) return events;
        expect(next.value.length).toBeGreaterThan(0);
        events.push(...next.value);
        if (next.value.some(fits)) return events;
      }
    }

    async function readMessages(iterator: AsyncIterator<readonly SourceEvent[]>): Promise<SourceEvent[]> {
      const connected = await readUntil(iterator, (event) => event.type === 'connected');
      await harness.sayMessages?.();
      const events = [...connected];
      while (events.filter((event) => event.type === 'message').length < 3)
        events.push(...(await readUntil(iterator, (event) => event.type === 'message')));
      return events;
    }

    it('says that it is connected, once and before any message', async () => {
      const events = await readMessages(open());
      const types = events.map((event) => event.type);
      expect(types.indexOf('connected')).toBeLessThan(types.indexOf('message'));
      expect(types.filter((type) => type === 'connected')).toHaveLength(1);
    });

    it('gives messages that are complete', async () => {
      for (const event of await readMessages(open())) {
        if (event.type !== 'message') continue;
        const { messageId, text, emotes, author } = event.message;
        expect(messageId).not.toBe('');
        expect(text).not.toBe('');
        expect(typeof author.name).toBe('string');
        expect(author.identifiable).toBe(author.id !== '');
        for (const emote of emotes) expect(text.slice(emote.start, emote.end)).toBe(emote.name);
        expect([...emotes].sort((a, b) => a.start - b.start)).toEqual(emotes);
      }
    });

    it('ends when it is aborted, and leaves no timer and no connection', async () => {
      const iterator = open();
      await readMessages(iterator);
      ending.abort();
      const rest = await readUntil(iterator, () => false);
      expect(rest.some((event) => event.type === 'ended' && event.outcome === 'refused')).toBe(false);
      expect(clock.pending()).toBe(0);
      await expect.poll(() => harness.openConnections?.() ?? 0).toBe(0);
    });

    it('ends when its reader stops reading, and leaves no timer and no connection', async () => {
      const iterator = open();
      await readMessages(iterator);
      await iterator.return?.();
      expect(clock.pending()).toBe(0);
      await expect.poll(() => harness.openConnections?.() ?? 0).toBe(0);
    });

    it('says nothing when it was aborted before', async () => {
      ending.abort();
      const events = await readUntil(open(), () => false);
      expect(events.filter((event) => event.type === 'message')).toEqual([]);
      expect(clock.pending()).toBe(0);
    });

    it.skipIf(features.connection !== true)(
      `${titleOf('tells that the connection was lost, as its last word', features.connection)}`,
      async () => {
        const iterator = open();
        await readMessages(iterator);
        harness.breakConnection?.();
        const events = await readUntil(iterator, () => false);
        expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'lost' });
        expect(clock.pending()).toBe(0);
      },
    );

    it.skipIf(features.nonsense !== true)(
      `${titleOf('passes on what it cannot understand, and goes on', features.nonsense)}`,
      async () => {
        const iterator = open();
        const events = await readUntil(iterator, (event) => event.type === 'connected');
        harness.sayNonsense?.();
        if (!events.some((event) => event.type === 'unparsed'))
          events.push(...(await readUntil(iterator, (event) => event.type === 'unparsed')));
        if (!events.some((event) => event.type === 'message'))
          events.push(...(await readUntil(iterator, (event) => event.type === 'message')));
        const unparsed = events.find((event) => event.type === 'unparsed');
        expect(unparsed?.payload.length).toBeGreaterThan(0);
        expect(unparsed?.reason).not.toBe('');
      },
    );
  });
}

function titleOf(title: string, feature: true | string): string {
  return feature === true ? title : `${title} (not here: ${feature})`;
}

function countingClock(): CountingClock {
  let pending = 0;
  return {
    now: () => systemClock.now(),
    after(ms, callback) {
      let done = false;
      pending += 1;
      const settle = (): void => {
        if (!done) pending -= 1;
        done = true;
      };
      const cancel = systemClock.after(ms, () => {
        settle();
        callback();
      });
      return () => {
        settle();
        cancel();
      };
    },
    pending: () => pending,
  };
}
