import { createEventQueue } from '../event-queue.ts';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createHttpClient } from '../http/client.ts';
import { createHostLimiter } from '../http/host-limiter.ts';
import type { ChatSource, SourceSettings } from '../port.ts';
import { createChzzkApi } from './api.ts';
import { openChat } from './chat.ts';
import { parseCursor } from './cursor.ts';
import { createMessageIds } from './message-ids.ts';
import { runSession } from './session.ts';

export const CHZZK_API_URL = 'https://api.chzzk.naver.com';
const COMM_URL = 'https://comm-api.game.naver.com';
const CHAT_DOMAIN = 'chat.naver.com';
const CHAT_SERVERS = 9;

type Settings = Pick<SourceSettings, 'chzzkApiUrl' | 'chzzkCommUrl' | 'chzzkChatUrl' | 'userAgent'>;

/** The chat of a CHZZK channel, read without a login. */
export function createChzzkSource(settings: Settings): ChatSource {
  const apiUrl = settings.chzzkApiUrl ?? CHZZK_API_URL;
  const commUrl = settings.chzzkCommUrl ?? COMM_URL;
  const { chzzkChatUrl, userAgent = 'Chatpulse' } = settings;
  const chatRule = chzzkChatUrl ? { base: chzzkChatUrl } : { base: `wss://${CHAT_DOMAIN}`, subdomains: true };
  const apiHosts = createAllowedHosts([{ base: apiUrl }, { base: commUrl }]);
  const chatHosts = createAllowedHosts([chatRule]);
  // Hundreds of channels, each asked for every ten seconds, and all of them at once when a process starts.
  const limiter = createHostLimiter({ perSecond: 50, burst: 100 });
  const ids = createMessageIds();
  return {
    platform: 'chzzk',
    capabilities: {
      removals: true,
      paid: true,
      backlog: true,
      emotes: true,
      viewerCount: true,
      clock: 'live',
      // A ping goes out after 20 s without a frame. Off air the status is asked for at least every 30 s, which may take 10.
      keepAliveMs: 45_000,
      resumable: false,
      silenceEndsMs: null,
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
      const running = runSession({
        channel,
        clock,
        signal: session.signal,
        stop,
        api: createChzzkApi({ http, apiUrl, commUrl, signal: session.signal }),
        openChat: (own) =>
          openChat({
            ...own,
            url: chzzkChatUrl ?? chatServerOf(own.chatChannelId),
            hosts: chatHosts,
            userAgent,
            clock,
            ids,
          }),
        queue,
        resume: parseCursor(cursor),
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

/** Which of the platform's chat servers serves a chat: the sum of the character codes of its id says it. */
export function chatServerOf(chatChannelId: string): string {
  let sum = 0;
  for (let index = 0; index < chatChannelId.length; index += 1) sum += chatChannelId.charCodeAt(index);
  return `wss://kr-ss${(sum % CHAT_SERVERS) + 1}.${CHAT_DOMAIN}/chat`;
}
