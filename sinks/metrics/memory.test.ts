import { describeMetricStore } from './contract.ts';
import { createMemoryMetrics } from './memory.ts';

describeMetricStore(
  'memory',
  () =>
    Promise.resolve({ open: () => Promise.resolve(createMemoryMetrics()), dispose: () => Promise.resolve() }),
  { keepsPositions: true, durable: 'it lives in memory', comparesVersions: true },
);
