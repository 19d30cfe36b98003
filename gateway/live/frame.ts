import type { LiveBroadcast } from '../model/live-broadcast.ts';
import type { LiveSpan } from '../model/word-table.ts';
import { writeCursor } from './cursor.ts';

/** The latest description of a broadcast, written out once for all viewers. */
export interface SourceText {
  readonly json: string;
  readonly version: number;
  /** Nothing more will come. */
  readonly over: boolean;
}

/** How far one viewer has been told of one broadcast: numbers and versions into what all viewers share. */
export interface Progress {
  /** The number of the next item of the ring. */
  next: number;
  windows: number;
  words: number;
  source: number;
  /** Messages that were left out and not told yet. */
  skipped: number;
}

export interface FrameOptions {
  readonly broadcastId: string;
  readonly live: LiveBroadcast;
  readonly source: SourceText;
  readonly wordSpan: LiveSpan;
  /** The partition of the broadcast and its next offset. */
  readonly partition: number;
  readonly position: number;
  readonly maxMessages: number;
  readonly maxPending: number;
}

/** Parts of a frame as JSON texts. */
export interface FrameParts {
  readonly broadcastId: string;
  readonly cursor: string;
  readonly messages: readonly string[];
  readonly retractions: readonly string[];
  readonly windows?: readonly string[];
  readonly words?: string;
  readonly source?: string;
  readonly skipped?: number;
}

export function writeFrame(parts: FrameParts): string {
  const words = parts.words === undefined ? '' : `,"words":${parts.words}`;
  const source = parts.source === undefined ? '' : `,"source":${parts.source}`;
  const skipped = parts.skipped ? `,"skipped":${parts.skipped}` : '';
  return (
    `{"type":"frame","broadcast":${JSON.stringify(parts.broadcastId)},"cursor":"${parts.cursor}",` +
    `"messages":[${parts.messages.join()}],"retractions":[${parts.retractions.join()}],` +
    `"windows":[${parts.windows?.join() ?? ''}]${words}${source}${skipped}}`
  );
}

/** A frame, where it leads a viewer, and how many messages it says were left out. */
export interface NextFrame {
  readonly text: string;
  readonly after: Progress;
  readonly skipped: number;
}

/** A frame with everything new to a viewer; undefined where nothing is new. */
export function nextFrame(at: Readonly<Progress>, options: FrameOptions): NextFrame | undefined {
  const { live, source, wordSpan } = options;
  const { ring, windows, words } = live;
  const retractions: string[] = [];
  const messages: string[] = [];
  let skipped = at.skipped + Math.max(0, ring.first - at.next);
  const next = Math.max(at.next, ring.first);
  const start = Math.max(next, ring.next - options.maxPending);
  const end = Math.min(ring.next, start + options.maxMessages);
  for (let number = next; number < end; number += 1) {
    const item = ring.at(number);
    // Retractions are told even where messages are skipped: what was removed must leave the screen.
    if (item?.kind === 'retraction') retractions.push(item.json);
    else if (item?.kind === 'message' && number >= start) messages.push(item.json);
    else if (item?.kind === 'message') skipped += 1;
  }
  const after: Progress = {
    next: end,
    windows: windows.version,
    words: words.version,
    source: source.version,
    skipped: 0,
  };
  const isNew =
    end > at.next || after.windows > at.windows || after.words > at.words || after.source > at.source;
  if (!isNew && skipped === 0) return undefined;
  // A viewer that has everything goes on where the partition ends, not at the last message of a quiet broadcast.
  const offset = end === ring.next ? options.position : (ring.at(end)?.offset ?? options.position);
  const text = writeFrame({
    broadcastId: options.broadcastId,
    cursor: writeCursor({ partition: options.partition, offset }),
    messages,
    retractions,
    windows: after.windows > at.windows ? windows.jsonSince(at.windows) : [],
    ...(after.words > at.words && { words: words.json(wordSpan) }),
    ...(after.source > at.source && { source: source.json }),
    skipped,
  });
  return { text, after, skipped };
}

/** Two viewers of a broadcast with equal keys get the same frame. */
export function frameKey(at: Readonly<Progress>, wordSpan: LiveSpan): string {
  return `${at.next}/${at.windows}/${at.words}/${at.source}/${at.skipped}/${wordSpan}`;
}
