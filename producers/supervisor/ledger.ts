import { open, type FileHandle } from 'node:fs/promises';

/** A list, kept outside of the log, of the messages that the log acknowledged: what `verify --ledger` compares with. */
export interface Ledger {
  /** Resolves when the keys are handed to the operating system: they survive the death of the process. */
  append(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const LINE_FEED = 0x0a;

/** Opens or makes the file; a last line that was torn by a crash is cut off. */
export async function openLedger(path: string): Promise<Ledger> {
  await cutTornLine(path);
  const file = await open(path, 'a');
  let last: Promise<void> = Promise.resolve();
  return {
    append(keys) {
      if (keys.length === 0) return last;
      // One after the other: each must be flushed before the next.
      last = last.then(() => file.appendFile(`${keys.join('\n')}\n`));
      return last;
    },
    async close() {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}

async function cutTornLine(path: string): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const end = await endOfLastLine(file, size);
    if (end < size) await file.truncate(end);
  } finally {
    await file.close();
  }
}

async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  const block = Buffer.alloc(4_096);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}
