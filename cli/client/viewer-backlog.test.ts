import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../gateway/live/protocol.ts';
import { createViewerBacklog } from './viewer-backlog.ts';

type Frame = Extract<ServerMessage, { type: 'frame' }>;

/** A frame of so many messages; what they say does not matter here. */
function frame(messages: number, skipped?: number): Frame {
  return {
    type: 'frame',
    broadcast: 'b',
    cursor: 'c',
    messages: Array.from<Frame['messages'][number]>({ length: messages }),
    retractions: [],
    windows: [],
    ...(skipped !== undefined && { skipped }),
  };
}
const over: ServerMessage = { type: 'ended', broadcast: 'b', at: 0, reason: null };

describe('the backlog of a viewer', () => {
  it('gives everything in order while it is read', () => {
    const backlog = createViewerBacklog(10);
    const frames = [frame(6), frame(6), frame(0, 3)];
    for (const each of frames.slice(0, 2)) backlog.push(each);
    expect(backlog.takeAll()).toEqual(frames.slice(0, 2));
    for (const each of frames.slice(2)) backlog.push(each);
    expect(backlog.takeAll()).toEqual(frames.slice(2));
  });

  it('stays small while nobody reads, counts what it leaves out, and keeps the end', () => {
    const backlog = createViewerBacklog(10);
    for (let i = 0; i < 100; i += 1) backlog.push(frame(2, i === 99 ? 4 : undefined));
    backlog.push(over);
    expect(backlog.size).toBe(7);
    const all = backlog.takeAll();
    expect(all.at(-1)).toEqual(over);
    expect(all.at(-2)).toMatchObject({ messages: [], skipped: 95 * 2 + 4 });
    expect(backlog.size).toBe(0);
  });
});
