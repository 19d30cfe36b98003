import { expect, it } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import { said } from '../../tests/platforms/scripted-source.ts';
import type { SourceEvent } from '../port.ts';
import { createRecorder } from './recorder.ts';

const NOW = 1_700_000_000_000;
const REACH = NOW - 3_600_000;

it('takes what was said before the reach of its memory for a backlog that is told again', () => {
  const tail = {
    ids: [],
    removedIds: [],
    messages: 0,
    knownFrom: REACH,
    eventTime: NOW - 1_000,
    aliveAt: NOW - 1_000,
    lastMessageAt: undefined,
    cursor: null,
    clock: 'live',
  } as const;
  const recorder = createRecorder({
    codec: createCodec(),
    platform: 'youtube',
    channelId: 'youtube-c',
    broadcastId: 'b',
    clock: 'live',
    tail,
  });
  const record = (id: string, sentAt: number | null): boolean =>
    recorder.record(said(id, { sentAt }) as Extract<SourceEvent, { type: 'message' }>, NOW) !== undefined;
  expect(record('long ago', REACH - 60_001)).toBe(false);
  expect(record('missed', REACH - 59_999)).toBe(true);
  expect(record('now', NOW)).toBe(true);
  expect(record('without a time', null)).toBe(true);
  expect(recorder.counters()).toEqual({ messages: 3, repeats: 1 });
});
