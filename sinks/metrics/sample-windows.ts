import { createCodec } from '../../core/events/codec.ts';
import type { WindowUpdated } from '../../core/events/generated.ts';
import type { InputBatch } from '../../core/runtime/partition-task.ts';

/** Made-up windows for the tests of metric stores. */

const codec = createCodec();

/** A closed minute of broadcast `b` with five messages; parts of it as given. */
export function sampleWindow(parts: Partial<WindowUpdated> & { readonly start: number }): WindowUpdated {
  return {
    broadcastId: 'b',
    platform: 'twitch',
    channelId: 'twitch-sample',
    sizeMs: 60_000,
    closed: true,
    stamp: 0,
    messages: 5,
    positive: 2,
    negative: 1,
    neutral: 2,
    profane: 1,
    emotions: [0, 1, 0, 0, 1, 3, 0],
    positiveSum: 2.5,
    authors: 3,
    paid: 0,
    removed: 0,
    sanctions: 0,
    negativeAuthors: 1,
    profaneAuthors: 1,
    voices: 5,
    negativeVoices: 1,
    profaneVoices: 1,
    recorded: false,
    ...parts,
  };
}

/** Some of these windows as a reader of `chat.windows` gives them; an offset is `firstOffset` plus the index. */
export function windowRecords(
  windows: readonly WindowUpdated[],
  from: number,
  to: number,
  firstOffset = 0,
): InputBatch {
  const records = windows.slice(from, to).map((window, i) => ({
    offset: firstOffset + from + i,
    key: window.broadcastId,
    appendTime: window.start + window.sizeMs,
    value: codec.encode('WindowUpdated', window),
    event: { type: 'WindowUpdated' as const, data: window },
  }));
  const nextOffset = firstOffset + Math.min(to, windows.length);
  return { topic: 'chat.windows', partition: 0, records, nextOffset, stamp: -1 };
}
