import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createHttpClient } from '../http/client.ts';
import { createHostLimiter } from '../http/host-limiter.ts';
import type { ChatSource, SourceSettings } from '../port.ts';
import { YOUTUBE_URL } from './requests.ts';
import { runSession } from './session.ts';

/** Enough for 200 broadcasts that are asked every 5 s, and how many watch every 30 s. */
const RATE = { perSecond: 50, burst: 50 };

/** The live chat of a YouTube video or channel, and the replay of the chat of a video that has ended. */
export function createYoutubeSource(settings: Pick<SourceSettings, 'youtubeUrl' | 'userAgent'>): ChatSource {
  const base = settings.youtubeUrl ?? YOUTUBE_URL;
  const hosts = createAllowedHosts([{ base }]);
  const limiter = createHostLimiter(RATE);
  return {
    platform: 'youtube',
    capabilities: {
      removals: true,
      paid: true,
      backlog: true,
      emotes: true,
      viewerCount: true,
      clock: 'live',
      // The platform asks for pauses of at most 10 s, and an answer has 10 s; then it is asked once more.
      keepAliveMs: 30_000,
      resumable: false,
      silenceEndsMs: null,
    },
    async *open({ channel, cursor, clock, signal }) {
      const http = createHttpClient({ hosts, limiter, clock, userAgent: settings.userAgent ?? 'Chatpulse' });
      try {
        yield* runSession({ base, http, channel, cursor, clock, signal });
      } finally {
        await http.close();
      }
    },
  };
}
