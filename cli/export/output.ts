import { once } from 'node:events';
import { createWriteStream, openSync, renameSync, rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ChatpulseError } from '../../core/errors.ts';

/** Where an export goes: a file, or standard output. */
export interface Output {
  /** Resolves when more may come; false when nobody reads any more. @throws ChatpulseError CHATPULSE_OUTPUT_UNWRITABLE */
  write(text: string): Promise<boolean>;
  /** Makes the output complete. */
  finish(): Promise<void>;
  /** Leaves nothing behind that could be taken for a whole export. */
  abandon(): Promise<void>;
}

/** Standard output. Who reads it may stop early (`| head`): that is no error. */
export function streamOutput(stream: Writable): Output {
  let failure: Error | undefined;
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') gone = true;
    else failure = error;
  });
  return {
    async write(text) {
      if (!gone && !stream.write(text)) await drained(stream);
      if (failure) throw unwritable('standard output', failure);
      return !gone;
    },
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

/**
 * A file, written beside its place and moved there when it is whole.
 * @throws ChatpulseError CHATPULSE_OUTPUT_UNWRITABLE
 */
export function fileOutput(file: string): Output {
  const part = `${file}.part`;
  const stream = createWriteStream(part, { fd: openPart(part) });
  const output = streamOutput(stream);
  return {
    async write(text) {
      try {
        return await output.write(text);
      } catch (error) {
        throw unwritable(file, error);
      }
    },
    async finish() {
      stream.end();
      try {
        await finished(stream);
        renameSync(part, file);
      } catch (error) {
        throw unwritable(file, error);
      }
    },
    async abandon() {
      const closed = once(stream, 'close');
      stream.destroy();
      await closed;
      rmSync(part, { force: true });
    },
  };
}

function openPart(part: string): number {
  try {
    return openSync(part, 'w');
  } catch (error) {
    throw unwritable(part, error);
  }
}

/** Resolves when the stream takes more, or will take nothing any more. */
async function drained(stream: Writable): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
    () => undefined,
  );
  over.abort();
}

function unwritable(what: string, cause: unknown): ChatpulseError {
  if (cause instanceof ChatpulseError) return cause;
  return new ChatpulseError('CHATPULSE_OUTPUT_UNWRITABLE', { message: `${what} cannot be written.`, cause });
}
