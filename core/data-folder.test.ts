import { existsSync, linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFiles, holdDataFolder, isHeld, readUncleanEnd } from './data-folder.ts';

describe('data folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatpulse-folder-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is held by one, and free again after release', () => {
    const held = holdDataFolder(folder);
    expect(isHeld(folder)).toBe(true);
    expect(() => holdDataFolder(folder)).toThrow(expect.objectContaining({ code: 'CHATPULSE_DATA_LOCKED' }));
    held.release();
    expect(isHeld(folder)).toBe(false);
    holdDataFolder(folder).release();
  });

  it('names the server that holds it to whoever is refused', () => {
    const held = holdDataFolder(folder);
    expect(() => holdDataFolder(folder)).toThrow(/is in use\.$/);
    writeFileSync(held.files.server, JSON.stringify({ url: 'http://127.0.0.1:8080', pid: 41 }));
    expect(() => holdDataFolder(folder)).toThrow(
      /in use by the server at http:\/\/127\.0\.0\.1:8080, process 41\.$/,
    );
    held.release();
  });

  it('tells of a run that did not end by a shutdown, and of memory that ran out', () => {
    const first = holdDataFolder(folder);
    expect(first.uncleanEnd).toBeUndefined();
    first.noteOutOfMemory();
    expect(readUncleanEnd(folder)).toMatchObject({ pid: process.pid, outOfMemory: true });
    first.release();
    expect(readUncleanEnd(folder)).toBeUndefined();
  });

  it('replaces the note of the run as a whole, so that a full disk or a kill cannot empty it', () => {
    const held = holdDataFolder(folder);
    const before = join(folder, 'before');
    linkSync(join(folder, 'run.json'), before);
    held.noteOutOfMemory();
    expect(readFileSync(before, 'utf8')).toContain('"outOfMemory":false');
    expect(readUncleanEnd(folder)).toMatchObject({ outOfMemory: true });
    held.release();
  });

  it('does not leave the address of a server that is gone to be found', () => {
    writeFileSync(dataFiles(folder).server, '{"url":"http://127.0.0.1:1"}');
    const held = holdDataFolder(folder);
    expect(existsSync(dataFiles(folder).server)).toBe(false);
    held.release();
  });

  it('refuses a folder that cannot be made', () => {
    expect(() => holdDataFolder(join('/dev/null', 'data'))).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_DATA_UNWRITABLE' }),
    );
  });
});
