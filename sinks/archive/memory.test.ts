import { describeChatArchive } from './contract/contract.ts';
import { createMemoryArchive } from './memory.ts';

describeChatArchive(
  'memory',
  () =>
    Promise.resolve({ open: () => Promise.resolve(createMemoryArchive()), dispose: () => Promise.resolve() }),
  { keepsPositions: true, durable: 'it lives in memory' },
);
