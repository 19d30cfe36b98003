import { join } from 'node:path';
import { makeTestFolder } from '../../sqlite/test-folder.ts';
import { describeChatArchive } from '../contract/contract.ts';
import { openEmbeddedArchive } from './embedded-archive.ts';

// Small segments: nearly all of the contract then runs on the index; with large ones all of it runs on the scan.
for (const segmentSize of [2, 4096])
  describeChatArchive(
    `embedded, segments of ${segmentSize}`,
    () => {
      const folder = makeTestFolder();
      return Promise.resolve({
        open: () =>
          Promise.resolve(openEmbeddedArchive({ file: join(folder.path, 'archive.db'), segmentSize })),
        dispose: () => {
          folder.remove();
          return Promise.resolve();
        },
      });
    },
    { keepsPositions: true, durable: true },
  );
