import { startChzzkTarget } from '../platforms/chzzk-load.ts';
import type { LoadTarget, StartLoadTarget } from '../platforms/load-target.ts';
import { startNaverTarget } from '../platforms/naver-load.ts';
import { startSoopTarget } from '../platforms/soop-load.ts';
import { startTwitchTarget } from '../platforms/twitch-load.ts';
import { startYoutubeTarget } from '../platforms/youtube-load.ts';

const TARGETS: Readonly<Record<string, StartLoadTarget>> = {
  twitch: startTwitchTarget,
  youtube: startYoutubeTarget,
  chzzk: startChzzkTarget,
  soop: startSoopTarget,
  'naver-shopping': startNaverTarget,
};

/** Stand-ins for all platforms, each with a channel that is talked in once it is watched. */
export interface LivePlatforms {
  readonly env: Readonly<Record<string, string>>;
  /** What to watch, by platform. */
  readonly addresses: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export async function startLivePlatforms(load: {
  readonly rate: number;
  readonly seconds: number;
}): Promise<LivePlatforms> {
  const ending = new AbortController();
  const started = new Map<string, LoadTarget>();
  for (const [name, start] of Object.entries(TARGETS)) started.set(name, await start({ port: 0 }));
  const talks = [...started.values()].map(async (target) => {
    await Promise.race([target.watched(), aborted(ending.signal)]);
    if (!ending.signal.aborted) await target.run({ ...load, signal: ending.signal });
  });
  const settings = [...started.values()].flatMap(({ setting }) => setting.split('\n'));
  return {
    env: Object.fromEntries(
      settings.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
    ),
    addresses: new Map([...started].map(([name, { address }]) => [name, address])),
    async close() {
      ending.abort();
      await Promise.all(talks);
      for (const target of started.values()) await target.close();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
