import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ChatpulseError } from '../../core/errors.ts';

const LOOK_EVERY_MS = 250;

/**
 * The bytes of a file; with `follow` also what is added later, until the signal aborts. When the file is put aside and a
 * new one takes its name, the rest of the old one comes first.
 */
export async function* fileChunks(
  path: string,
  { follow, signal }: { readonly follow: boolean; readonly signal: AbortSignal },
): AsyncIterable<Buffer> {
  for (let first = true; first || follow; first = false) {
    const file = await open(path, 'r').catch((error: unknown) => {
      if (follow && !first) return undefined;
      throw new ChatpulseError('CHATPULSE_FILE_UNREADABLE', { message: path, cause: error });
    });
    if (file) {
      try {
        yield* chunksOf(file, { path, follow, signal });
      } finally {
        await file.close();
      }
    } else await wait(signal);
    if (signal.aborted) return;
  }
}

async function* chunksOf(
  file: FileHandle,
  { path, follow, signal }: { readonly path: string; readonly follow: boolean; readonly signal: AbortSignal },
): AsyncIterable<Buffer> {
  const { ino } = await file.stat();
  const buffer = Buffer.alloc(64 * 1024);
  let replaced = false;
  while (!signal.aborted) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead > 0) yield Buffer.from(buffer.subarray(0, bytesRead));
    else if (!follow || replaced) return;
    else {
      // Once more after it was replaced: the last lines may have come since.
      replaced = (await stat(path).catch(() => undefined))?.ino !== ino;
      if (!replaced) await wait(signal);
    }
  }
}

async function wait(signal: AbortSignal): Promise<void> {
  await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
}
