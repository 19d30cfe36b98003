import type { Load, LoadTarget, LoadTargetOptions } from './load-target.ts';
import { talkEvenly } from './talk-evenly.ts';
import { chatMessage, ownEmoji, superChat } from './youtube-payloads.ts';
import { startYoutubeSimulator, type YoutubeSimulator } from './youtube-simulator.ts';

const AUTHORS = 2_000;
/** One message in so many is paid for, and one in so many ends with an emoji of the channel's own. */
const PAID_EVERY = 50;
const EMOJI_EVERY = 10;

/** Two polls: one gets the rest, the next the end. */
const LINGER_SECONDS = 4;

async function runYoutubeLoad(simulator: YoutubeSimulator, videoId: string, load: Load): Promise<number> {
  const { seed = 1 } = load;
  const sent = await talkEvenly(load, (texts, from) => {
    const sentAt = Date.now();
    simulator.say(
      videoId,
      texts.map((text, index) => actionOf({ number: from + index, seed, sentAt, text })),
    );
  });
  simulator.end(videoId);
  return sent;
}

export async function startYoutubeTarget({
  port,
  channel: videoId = 'loadVideo01',
}: LoadTargetOptions): Promise<LoadTarget> {
  const simulator = await startYoutubeSimulator({ port });
  simulator.video(videoId, 'live', 'A show under load');
  return {
    setting: `CHATPULSE_YOUTUBE_URL=${simulator.url}`,
    address: `youtube:${videoId}`,
    lingerSeconds: LINGER_SECONDS,
    watched: () => simulator.polled(videoId),
    run: (load) => runYoutubeLoad(simulator, videoId, load),
    close: () => simulator.close(),
  };
}

interface Spoken {
  readonly number: number;
  readonly seed: number;
  readonly sentAt: number;
  readonly text: string;
}

function actionOf({ number, seed, sentAt, text }: Spoken): unknown {
  const viewer = (number * 7919) % AUTHORS;
  const item = {
    id: `load-${seed}-${number}`,
    sentAt,
    author: `@viewer${viewer}`,
    channelId: `UCviewer${String(viewer).padStart(16, '0')}`,
  };
  if (number % PAID_EVERY === PAID_EVERY - 1) return superChat({ ...item, text, amount: '₩5,000' });
  if (number % EMOJI_EVERY === EMOJI_EVERY - 1)
    return chatMessage({ ...item, runs: [{ text: `${text} ` }, ownEmoji('wave')] });
  return chatMessage({ ...item, text });
}
