import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChatpulseError } from '../../core/errors.ts';

const LOOK_EVERY_MS = 250;

interface FollowOptions {
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/**
 * The bytes of a file; with `follow` also what is added later, until the signal aborts. When the file is put aside and a
 * new one takes its name, the rest of the old one comes first, and then whatever was put aside after it: a reader that is
 * slower than the log misses nothing that is kept. A file that was emptied is read from its start.
 */
export async function* fileChunks(path: string, { follow, signal }: FollowOptions): AsyncIterable<Buffer> {
  let file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new ChatpulseError('CHATPULSE_FILE_UNREADABLE', {
      message: `${path} cannot be read (${error.code}).`,
      cause: error,
    });
  });
  try {
    for (;;) {
      yield* chunksOf(file, { path, follow, signal });
      if (!follow) return;
      let next: FileHandle | undefined;
      while (!(next = await openSuccessor(file, path))) {
        if (signal.aborted) return;
        await wait(signal);
      }
      await file.close();
      file = next;
      if (signal.aborted) return;
    }
  } finally {
    await file.close();
  }
}

async function* chunksOf(
  file: FileHandle,
  { path, follow, signal }: FollowOptions & { readonly path: string },
): AsyncIterable<Buffer> {
  const { ino } = await file.stat();
  const buffer = Buffer.alloc(64 * 1024);
  let position = 0;
  let replaced = false;
  while (!signal.aborted) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead > 0) {
      position += bytesRead;
      yield Buffer.from(buffer.subarray(0, bytesRead));
    } else if (!follow || replaced) return;
    else {
      // Once more after it was replaced: the last lines may have come since.
      replaced = (await stat(path).catch(() => undefined))?.ino !== ino;
      if ((await file.stat()).size < position) position = 0;
      else if (!replaced) await wait(signal);
    }
  }
}

/** undefined: there is none yet. While a file is open no other can have its number. */
async function openSuccessor(file: FileHandle, path: string): Promise<FileHandle | undefined> {
  for (;;) {
    const name = await successorOf(file, path);
    const next = await open(name, 'r').catch(() => undefined);
    // All may have been put aside once more meanwhile.
    if (!next || (await successorOf(file, path)) === name) return next;
    await next.close();
  }
}

/** What came after a file that was put aside as `PATH.1`, `PATH.2`, …: the one with the next lower number. */
async function successorOf(file: FileHandle, path: string): Promise<string> {
  const { ino, mtimeMs } = await file.stat();
  let oldest = 0;
  for (const number of await numbersOf(path)) {
    const aside = await stat(numbered(path, number)).catch(() => undefined);
    if (aside?.ino === ino) return numbered(path, number - 1);
    if (aside && aside.mtimeMs >= mtimeMs) oldest = Math.max(oldest, number);
  }
  // It is no longer kept: of what is kept what was written since came after it, the oldest first.
  return numbered(path, oldest);
}

async function numbersOf(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  return names.flatMap((name) => {
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^\d+$/.test(rest) ? [Number(rest)] : [];
  });
}

/** 0: the file itself. */
const numbered = (path: string, number: number): string =>
  number === 0 ? path : join(dirname(path), `${basename(path)}.${number}`);

async function wait(signal: AbortSignal): Promise<void> {
  await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
}
