import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from '../../../live/protocol.ts';
import { backOff } from './back-off.ts';
import { LiveConnection, type ConnectionState, type SocketLike } from './connection.ts';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readyState = 1;
  readonly sent: unknown[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

function open(broadcasts: readonly string[] = ['b1'], group?: string) {
  const sockets: FakeSocket[] = [];
  const messages: ServerMessage[] = [];
  const states: ConnectionState[] = [];
  const connection = new LiveConnection({
    broadcasts,
    ...(group !== undefined && { group }),
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    random: () => 1,
  });
  connection.start();
  const last = (): FakeSocket => sockets.at(-1) as FakeSocket;
  return { connection, sockets, messages, states, last };
}

const frame = (cursor: string) => ({
  type: 'frame',
  broadcast: 'b1',
  cursor,
  messages: [],
  retractions: [],
  windows: [],
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('LiveConnection', () => {
  it('subscribes, and after a loss goes on from the cursor of the last frame', () => {
    const { last, states, sockets } = open();
    last().onopen?.();
    expect(last().sent).toEqual([{ type: 'subscribe', broadcast: 'b1', words: '10m' }]);
    last().say(frame('c1'));
    last().say(frame('c2'));
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual([{ type: 'subscribe', broadcast: 'b1', words: '10m', cursor: 'c2' }]);
    expect(states).toEqual(['open', 'reconnecting', 'open']);
  });

  it('asks for the channel group on every connection', () => {
    const { last } = open([], 'evening');
    last().onopen?.();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    last().onopen?.();
    expect(last().sent).toEqual([{ type: 'group', name: 'evening' }]);
  });

  it('waits longer each time, and at once when told that the network is back', () => {
    const { connection, last, sockets } = open();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    last().onclose?.({ code: 1006 });
    connection.retryNow();
    expect(sockets).toHaveLength(4);
  });

  it('goes to another gateway at once when told so, and not twice in vain', () => {
    const { last, sockets } = open();
    last().onopen?.();
    last().say(frame('c1'));
    last().onclose?.({ code: 1001 });
    vi.advanceTimersByTime(0);
    expect(sockets).toHaveLength(2);
    last().onopen?.();
    expect(last().sent).toEqual([{ type: 'subscribe', broadcast: 'b1', words: '10m', cursor: 'c1' }]);
    last().onclose?.({ code: 1001 });
    vi.advanceTimersByTime(999);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
  });

  it('probes a silent connection and gives it up', () => {
    const { last, sockets } = open();
    last().onopen?.();
    last().say(frame('c1'));
    vi.advanceTimersByTime(15_000);
    expect(last().sent.at(-1)).toEqual({ type: 'ping' });
    last().say({ type: 'pong', now: 1 });
    vi.advanceTimersByTime(15_000);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(30_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('ignores what is not JSON and what is of another broadcast', () => {
    const { last, messages } = open();
    last().say('{');
    last().say({ ...frame('c9'), broadcast: 'b2' });
    expect(messages).toEqual([]);
  });

  it('asks anew when the span of the words changes', () => {
    const { connection, last } = open();
    last().onopen?.();
    last().say(frame('c1'));
    connection.setWords('1m');
    expect(last().sent.at(-1)).toEqual({ type: 'subscribe', broadcast: 'b1', words: '1m', cursor: 'c1' });
  });

  it('carries several broadcasts, each from its own cursor, and lets them join and leave', () => {
    const { connection, last, messages } = open(['b1', 'b2']);
    last().onopen?.();
    last().say(frame('c1'));
    last().say({ ...frame('d1'), broadcast: 'b2' });
    expect(messages).toHaveLength(2);
    connection.add('b3');
    connection.add('b3');
    connection.remove('b1');
    expect(last().sent.slice(2)).toEqual([
      { type: 'subscribe', broadcast: 'b3', words: '10m' },
      { type: 'unsubscribe', broadcast: 'b1' },
    ]);
    last().say(frame('c2'));
    expect(messages).toHaveLength(2);
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(500);
    last().onopen?.();
    expect(last().sent).toEqual([
      { type: 'subscribe', broadcast: 'b2', words: '10m', cursor: 'd1' },
      { type: 'subscribe', broadcast: 'b3', words: '10m' },
    ]);
  });

  it('is open as soon as the socket is where there is nothing to ask for', () => {
    const { last, states } = open([]);
    last().onopen?.();
    expect(states).toEqual(['open']);
  });

  it('stays closed', () => {
    const { connection, sockets } = open();
    connection.close();
    vi.advanceTimersByTime(120_000);
    connection.retryNow();
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.closed).toBe(true);
  });
});

describe('backOff', () => {
  it('doubles from half a second to 30 s and spares at most half', () => {
    expect([1, 2, 3, 7, 50].map((attempt) => backOff(attempt, 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
    expect(backOff(3, 0)).toBe(1000);
  });
});
