import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, in memory, that can be full. */
export interface SmallDisk {
  readonly folder: string;
  /** Why there is none, e.g. for want of the right to mount. */
  readonly missing: string | undefined;
  freeBytes(): number;
  /** Makes room. @param size as mount(8) takes it, e.g. `400m` */
  grow(size: string): void;
  remove(): void;
}

export function makeSmallDisk(size: string): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-full-'));
  let missing: string | undefined;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    missing = `a small file system cannot be mounted here (${error instanceof Error ? error.message.split('\n')[0] : 'no'})`;
  }
  return {
    folder,
    missing,
    freeBytes() {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    grow(larger) {
      execFileSync('mount', ['-o', `remount,size=${larger}`, folder]);
    },
    remove() {
      if (missing === undefined) execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
