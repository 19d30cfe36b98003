import { createEventQueue } from '../event-queue.ts';
import type { ChatSource, SourceSettings } from '../port.ts';
import { createJoinLimiter } from './join-limiter.ts';
import { runSession } from './session.ts';

/** Where Twitch serves its chat, unless the settings say otherwise. */
export const TWITCH_CHAT_URL = 'wss://irc-ws.chat.twitch.tv:443';

/** The chat of a Twitch channel, read anonymously by IRC over WebSocket. */
export function createTwitchSource(settings: Pick<SourceSettings, 'twitchChatUrl'>): ChatSource {
  const limiter = createJoinLimiter();
  return {
    platform: 'twitch',
    capabilities: {
      removals: true,
      paid: true,
      backlog: false,
      emotes: true,
      clock: 'live',
      // A PING goes out after 60 s without a line and is answered within 10 s.
      keepAliveMs: 70_000,
      resumable: false,
      // IRC does not tell the end of a show.
      silenceEndsMs: 30 * 60_000,
    },
    async *open({ channel, clock, signal }) {
      const session = new AbortController();
      const queue = createEventQueue();
      const stop = (): void => {
        session.abort();
      };
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      runSession({
        url: settings.twitchChatUrl ?? TWITCH_CHAT_URL,
        channel,
        clock,
        signal: session.signal,
        limiter,
        queue,
      });
      try {
        yield* queue.batches();
      } finally {
        signal.removeEventListener('abort', stop);
        session.abort();
      }
    },
  };
}
