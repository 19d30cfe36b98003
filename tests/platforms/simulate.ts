import { parseArgs } from 'node:util';
import type { StartLoadTarget } from './load-target.ts';
import { startChzzkTarget } from './chzzk-load.ts';
import { startNaverTarget } from './naver-load.ts';
import { startSoopTarget } from './soop-load.ts';
import { startTwitchTarget } from './twitch-load.ts';
import { startYoutubeTarget } from './youtube-load.ts';

/** One line per platform. */
const TARGETS: Readonly<Record<string, StartLoadTarget>> = {
  twitch: startTwitchTarget,
  youtube: startYoutubeTarget,
  chzzk: startChzzkTarget,
  soop: startSoopTarget,
  'naver-shopping': startNaverTarget,
};

const USAGE = `Stands in for a platform on this machine and sends chat at an even rate.

  npm run simulate -- --platform twitch --rate 5000 --port 0 --seconds 30

  --platform   ${Object.keys(TARGETS).join(', ')}
  --rate       messages per second (default 100)
  --port       port on 127.0.0.1; 0 takes a free one (default 0)
  --seconds    so long chat is sent once somebody watches (default 30)
  --wait       so many seconds to wait for somebody to watch (default 120)
  --channel    the channel (default: one that the platform's addresses allow)
  --stamp      put the time of sending into the texts too
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string', default: 'twitch' },
      rate: { type: 'string', default: '100' },
      port: { type: 'string', default: '0' },
      seconds: { type: 'string', default: '30' },
      wait: { type: 'string', default: '120' },
      channel: { type: 'string' },
      stamp: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const start = Object.hasOwn(TARGETS, values.platform) ? TARGETS[values.platform] : undefined;
  if (!start) throw new Error(`There is no simulator for ${values.platform}.`);
  const [rate = 0, port = 0, seconds = 0, patience = 0] = [
    values.rate,
    values.port,
    values.seconds,
    values.wait,
  ].map(positive);
  const target = await start({ port, channel: values.channel });
  process.stdout.write(`${target.setting}\nWatch ${target.address}\n`);
  const stop = new AbortController();
  const waiting = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
    waiting.abort();
  });
  const watched = await Promise.race([target.watched().then(() => true), elapsed(patience, waiting.signal)]);
  waiting.abort();
  if (watched) {
    const load = { rate, seconds, stampTexts: values.stamp, signal: stop.signal };
    const sent = await target.run(load);
    process.stdout.write(`Sent ${sent} messages.\n`);
    // A platform that is polled is asked for the last of them only now.
    await elapsed(target.lingerSeconds, stop.signal);
  } else {
    process.stdout.write('Nobody watched.\n');
  }
  await target.close();
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new Error(`"${text}" is not a number of zero or more.`);
  return number;
}

function elapsed(seconds: number, signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1_000);
    function done(): void {
      clearTimeout(timer);
      resolve(false);
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
});
