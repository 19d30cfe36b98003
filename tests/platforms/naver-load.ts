import type { Load, LoadTarget, LoadTargetOptions } from './load-target.ts';
import { comment } from './naver-payloads.ts';
import { startNaverSimulator, type NaverSimulator } from './naver-simulator.ts';
import { talkEvenly } from './talk-evenly.ts';

const AUTHORS = 2_000;
/** Two polls. */
const LINGER_SECONDS = 8;

function runNaverLoad(simulator: NaverSimulator, channel: string, load: Load): Promise<number> {
  return talkEvenly(load, (texts, from) => {
    const at = Date.now();
    const comments = texts.map((message, index) =>
      comment({ message, at, viewer: `v${((from + index) * 7919) % AUTHORS}` }),
    );
    simulator.say(channel, comments);
  });
}

export async function startNaverTarget({
  port,
  channel = '1234567',
}: LoadTargetOptions): Promise<LoadTarget> {
  const simulator = await startNaverSimulator({ port });
  simulator.describe(channel, { status: 'ONAIR', title: 'Load' });
  // Without a comment there is no cursor yet, and only the last page of what is said next.
  simulator.say(channel, [comment({ message: '안녕하세요', at: Date.now() })]);
  return {
    setting: `CHATPULSE_NAVER_SHOPPING_URL=${simulator.url}`,
    address: `naver-shopping:${channel}`,
    lingerSeconds: LINGER_SECONDS,
    watched: () => simulator.requested('recent-comments'),
    run: (load) => runNaverLoad(simulator, channel, load),
    close: () => simulator.close(),
  };
}
