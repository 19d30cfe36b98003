/** The benchmark of telemetry reads CPU profiles: whose work a sample is. */
import { expect, it } from 'vitest';
import { shareOf, type CpuProfile } from '../bench/support/profile-share.ts';

const call = (functionName: string, url = ''): CpuProfile['nodes'][number]['callFrame'] => ({
  functionName,
  url,
});
const isOwn = (url: string): boolean => url.includes('telemetry') || url === 'node:internal/perf/observe';

it('gives a sample to the innermost function of the program, not to a wrapper that passes on nor to idle time', () => {
  const profile: CpuProfile = {
    nodes: [
      { id: 1, callFrame: call('(root)'), children: [2, 6, 7, 8] },
      { id: 2, callFrame: call('append', 'file:///app/telemetry/measured-log.js'), children: [3, 5] },
      { id: 3, callFrame: call('append', 'file:///app/log/kafka.js'), children: [4] },
      { id: 4, callFrame: call('write', 'node:net') },
      { id: 5, callFrame: call('now', 'node:internal/perf/performance') },
      { id: 6, callFrame: call('(idle)') },
      { id: 7, callFrame: call('(garbage collector)') },
      { id: 8, callFrame: call('observed', 'node:internal/perf/observe') },
    ],
    samples: [2, 3, 4, 5, 6, 7, 8],
    timeDeltas: [1, 10, 100, 1_000, 10_000, 100_000, 5],
  };
  expect(shareOf(profile, isOwn)).toEqual({ own: 1 + 1_000 + 5, all: 1 + 10 + 100 + 1_000 + 5 });
});
