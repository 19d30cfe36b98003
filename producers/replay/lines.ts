import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';

/** A longer line is no chat message. */
const MAX_LINE_BYTES = 64 * 1024;
/** So much of a line that is too long is kept for the dead letter. */
const KEPT_BYTES = 1024 * 1024;
/** Some hundred messages: what is read in one go is handled in one go, while everything else in the thread waits. */
const CHUNK_BYTES = 32 * 1024;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/** One line: its text, or why it has none. Numbers begin with 1; empty lines are counted but not given out. */
export interface RecordedLine {
  readonly number: number;
  readonly bytes: Buffer;
  readonly text: string | undefined;
  /** Set where `text` is undefined. */
  readonly reason: string | undefined;
}

export interface ReadLinesOptions {
  readonly path: string;
  readonly signal?: AbortSignal;
}

/**
 * The lines of a file, gzipped or not (told by its first bytes), in batches of a chunk of the file: at no time is more
 * than a chunk and one line in memory.
 */
export async function* readLines(
  options: ReadLinesOptions,
): AsyncGenerator<readonly RecordedLine[], void, undefined> {
  const stream = await openStream(options);
  const splitter = createLineSplitter();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = splitter.split(chunk);
      if (lines.length > 0) yield lines;
      // Chunks that are already there would follow without a pause.
      await nextTurn();
    }
    const last = splitter.end();
    if (last) yield [last];
  } catch (error) {
    if (options.signal?.aborted) return;
    throw error;
  } finally {
    stream.destroy();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function openStream({ path, signal }: ReadLinesOptions): Promise<Readable> {
  const zipped = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES, signal });
  if (!zipped) return file;
  // With a sync flush a file that breaks off (its recorder was killed) gives what it holds instead of an error.
  const unzipped = file.pipe(createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH }));
  file.once('error', (error) => unzipped.destroy(error));
  unzipped.once('close', () => file.destroy());
  return unzipped;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

interface LineSplitter {
  split(chunk: Buffer): RecordedLine[];
  end(): RecordedLine | undefined;
}

/** Joins what chunks have cut apart. */
export function createLineSplitter(): LineSplitter {
  let number = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let restKept = 0;

  function keep(part: Buffer): void {
    restBytes += part.length;
    if (restKept >= KEPT_BYTES) return;
    // Chunks are reused by nobody, but a small rest must not hold on to a whole one for long.
    rest.push(Buffer.from(part.subarray(0, KEPT_BYTES - restKept)));
    restKept += Math.min(part.length, KEPT_BYTES - restKept);
  }

  function take(part: Buffer): RecordedLine | undefined {
    number += 1;
    if (restBytes === 0) return readLine(part, part.length, number);
    keep(part);
    const line = readLine(Buffer.concat(rest), restBytes, number);
    rest = [];
    restBytes = 0;
    restKept = 0;
    return line;
  }

  return {
    split(chunk) {
      const lines: RecordedLine[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        const line = take(chunk.subarray(start, end));
        if (line) lines.push(line);
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
      return lines;
    },
    end: () => (restBytes > 0 ? take(Buffer.alloc(0)) : undefined),
  };
}

function readLine(kept: Buffer, length: number, number: number): RecordedLine | undefined {
  const bytes = kept[kept.length - 1] === 0x0d ? kept.subarray(0, -1) : kept;
  if (length > MAX_LINE_BYTES) return { number, bytes, text: undefined, reason: `line of ${length} bytes` };
  if (!isUtf8(bytes)) return { number, bytes, text: undefined, reason: 'invalid UTF-8' };
  let text = bytes.toString('utf8');
  if (number === 1 && text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
  return text.trim() === '' ? undefined : { number, bytes, text, reason: undefined };
}
