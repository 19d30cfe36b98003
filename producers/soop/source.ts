import { createEventQueue } from '../event-queue.ts';
import { createAllowedHosts, type HostRule } from '../http/allowed-hosts.ts';
import { createHttpClient } from '../http/client.ts';
import { createHostLimiter } from '../http/host-limiter.ts';
import type { ChatSource, SourceSettings } from '../port.ts';
import { createSoopApi } from './api.ts';
import { openChat } from './chat.ts';
import { runSession, type OnAir } from './session.ts';

export const SOOP_API_URL = 'https://live.sooplive.com';
/** Where the page of a channel asks how many watch. */
const SOOP_CHANNEL_URL = 'https://api-channel.sooplive.com';

/** A chat server that the platform's answer names is contacted only if it lies in the platform's own domains. */
const CHAT_RULES: readonly HostRule[] = ['sooplive.com', 'sooplive.co.kr', 'afreecatv.com'].map((domain) => ({
  base: `wss://${domain}`,
  subdomains: true,
  anyPort: true,
}));

type Settings = Pick<SourceSettings, 'soopApiUrl' | 'soopChatUrl' | 'userAgent'>;

/** The chat of a SOOP channel, read as a guest. */
export function createSoopSource(settings: Settings): ChatSource {
  const { soopApiUrl: apiUrl = SOOP_API_URL, soopChatUrl, userAgent = 'Chatpulse' } = settings;
  // What stands in for the platform stands in for the whole of it.
  const channelUrl = settings.soopApiUrl ?? SOOP_CHANNEL_URL;
  const chatRules = soopChatUrl === undefined ? CHAT_RULES : [{ base: soopChatUrl }];
  const apiHosts = createAllowedHosts([{ base: apiUrl }, { base: channelUrl }]);
  const chatHosts = createAllowedHosts(chatRules);
  const limiter = createHostLimiter({ perSecond: 20, burst: 100 });
  let sessions = 0;

  function chatUrlOf(channel: string, { chatDomain, chatPort }: OnAir): string {
    const base = soopChatUrl?.replace(/\/+$/, '') ?? `wss://${chatDomain}:${chatPort}`;
    return `${base}/Websocket/${channel}`;
  }

  return {
    platform: 'soop',
    capabilities: {
      removals: false,
      paid: true,
      backlog: false,
      emotes: false,
      viewerCount: true,
      clock: 'live',
      // A ping goes out every 20 s and is answered; off air the status is asked for every 30 s, which may take 10.
      keepAliveMs: 45_000,
      resumable: false,
      silenceEndsMs: null,
      overlapDoubles: true,
    },
    async *open({ channel, clock, signal, cursor }) {
      const session = new AbortController();
      const queue = createEventQueue();
      const stop = (): void => {
        session.abort();
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      const http = createHttpClient({ hosts: apiHosts, limiter, clock, userAgent });
      sessions += 1;
      const idPrefix = `${clock.now().toString(36)}-${sessions}`;
      let given = 0;
      const running = runSession({
        channel,
        clock,
        signal: session.signal,
        stop,
        api: createSoopApi({ http, apiUrl, channelUrl, signal: session.signal }),
        openChat: (show, on) =>
          openChat({
            ...on,
            url: chatUrlOf(channel, show),
            hosts: chatHosts,
            userAgent,
            clock,
            chatNo: show.chatNo,
            nextId() {
              given += 1;
              return `${show.broadcastNo}-${idPrefix}-${given}`;
            },
          }),
        queue,
        earlierBroadcast: cursor,
      });
      try {
        yield* queue.batches();
      } finally {
        signal.removeEventListener('abort', stop);
        session.abort();
        await running;
        await http.close();
      }
    },
  };
}
