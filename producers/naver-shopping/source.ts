import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createHttpClient } from '../http/client.ts';
import { createHostLimiter } from '../http/host-limiter.ts';
import type { ChatSource, SourceSettings } from '../port.ts';
import { createNaverShoppingApi } from './api.ts';
import { parseChannel } from './channel.ts';
import { readLive, type NaverShoppingPace } from './live.ts';
import { readReplay } from './replay.ts';

/** Where Naver serves Shopping Live, unless the settings say otherwise. */
export const NAVER_SHOPPING_URL = 'https://apis.naver.com';

/** As the platform's own page asks, and its description a little less often. */
const PACE: NaverShoppingPace = { commentsMs: 4_000, statusMs: 15_000 };
/** Enough for 200 broadcasts in one process. */
const RATE = { perSecond: 75, burst: 25 };

/** The chat of a broadcast of Naver Shopping Live, polled; and the comments kept of one that is over. */
export function createNaverShoppingSource(
  settings: Pick<SourceSettings, 'naverShoppingUrl' | 'userAgent'>,
  pace: NaverShoppingPace = PACE,
): ChatSource {
  const base = settings.naverShoppingUrl ?? NAVER_SHOPPING_URL;
  const hosts = createAllowedHosts([{ base }]);
  const limiter = createHostLimiter(RATE);

  return {
    platform: 'naver-shopping',
    capabilities: {
      // The platform leaves removed comments out, and does not tell which.
      removals: false,
      paid: false,
      backlog: true,
      emotes: false,
      clock: 'live',
      // Two polls of the description, of which the second may wait for its answer.
      keepAliveMs: 30_000,
      resumable: true,
      silenceEndsMs: null,
    },
    async *open({ channel, clock, signal, cursor }) {
      const { broadcast, replay } = parseChannel(channel);
      const client = createHttpClient({
        hosts,
        limiter,
        clock,
        userAgent: settings.userAgent ?? 'Chatpulse',
      });
      try {
        const api = createNaverShoppingApi({ base, client, broadcast, signal });
        const options = { api, broadcast, clock, signal, cursor };
        yield* replay ? readReplay(options) : readLive({ ...options, pace });
      } finally {
        await client.close();
      }
    },
  };
}
