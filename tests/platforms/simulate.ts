import { parseArgs } from 'node:util';
import { runTwitchLoad } from './twitch-load.ts';
import { startTwitchSimulator } from './twitch-simulator.ts';

const USAGE = `Stands in for a platform on this machine and sends chat at an even rate.

  npm run simulate -- --platform twitch --rate 5000 --port 0 --seconds 30

  --platform   twitch
  --rate       messages per second (default 100)
  --port       port on 127.0.0.1; 0 takes a free one (default 0)
  --seconds    so long chat is sent once somebody joins (default 30)
  --wait       so many seconds to wait for somebody to join (default 120)
  --channel    the channel (default load)
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
      channel: { type: 'string', default: 'load' },
      stamp: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (values.platform !== 'twitch') throw new Error(`There is no simulator for ${values.platform}.`);
  const { channel } = values;
  const [rate, port, seconds, patience] = [values.rate, values.port, values.seconds, values.wait].map(
    positive,
  );
  const simulator = await startTwitchSimulator({ port });
  process.stdout.write(`CHATPULSE_TWITCH_CHAT_URL=${simulator.url}\nWatch twitch:${channel}\n`);
  const stop = new AbortController();
  const waiting = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
    waiting.abort();
  });
  const joined = await Promise.race([
    simulator.joined(channel).then(() => true),
    elapsed(patience ?? 0, waiting.signal),
  ]);
  waiting.abort();
  if (joined) {
    const load = {
      channel,
      rate: rate ?? 0,
      seconds: seconds ?? 0,
      stampTexts: values.stamp,
      signal: stop.signal,
    };
    const sent = await runTwitchLoad(simulator, load);
    process.stdout.write(`Sent ${sent} messages.\n`);
  } else {
    process.stdout.write('Nobody joined.\n');
  }
  await simulator.close();
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
