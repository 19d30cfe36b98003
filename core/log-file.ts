import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { LogFileSettings } from './telemetry-settings.ts';

/** Lines that wait for a disk, at most, bytes: a disk that does not take them must not fill the memory. */
const MOST_WAITING = 4 * 1024 * 1024;
/** A file that could not be written is tried again after so many ms. */
const AGAIN_MS = 10_000;

/** A file of log lines that is put aside when it is full: `NAME.1` is the newest of those. */
export interface LogFile {
  write(line: string): void;
  /** Resolves when everything is on its way to the disk. */
  close(): Promise<void>;
}

export interface LogFileOptions extends LogFileSettings {
  /** Told when lines cannot be written; once until they can again. */
  readonly onProblem: (reason: string) => void;
  readonly now?: () => number;
}

export function openLogFile(options: LogFileOptions): LogFile {
  const { path, maxMb, keep, onProblem, now = Date.now } = options;
  let stream: RotatingFileStream | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let left = 0;

  function fail(reason: string): void {
    stream = undefined;
    failedAt = now();
    onProblem(reason);
  }

  function open(): RotatingFileStream | undefined {
    if (now() - failedAt < AGAIN_MS) return undefined;
    try {
      mkdirSync(dirname(path), { recursive: true });
      const opened = createStream(basename(path), { path: dirname(path), size: `${maxMb}M`, rotate: keep });
      opened.on('error', (error) => fail(error.message));
      return opened;
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  return {
    write(line) {
      stream ??= open();
      if (!stream || stream.writableLength > MOST_WAITING) {
        left += 1;
        return;
      }
      if (left > 0) {
        const time = new Date(now()).toISOString();
        const said = { level: 40, time, part: 'log', lines: left, msg: 'lines are missing here' };
        stream.write(`${JSON.stringify(said)}\n`);
        left = 0;
      }
      stream.write(line);
    },
    close: () =>
      new Promise((resolve) => {
        if (stream) stream.end(() => resolve());
        else resolve();
      }),
  };
}
