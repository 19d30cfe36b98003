/**
 * What all telemetry costs a server under load: everything on (StatsD to a loopback socket, /metrics asked every ten seconds,
 * the log at info, in a file too). In two ways: CPU time against a server with everything off, of pairs one after the other,
 * in changing order, since the machine and what V8 makes of the code differ from run to run by more than is measured; and
 * the share of the samples of a CPU profile in which telemetry was at work. All of it at the full load: what telemetry costs
 * goes by time, not by messages, and would be twice the share of half of the load.
 *
 *   node dist/bench/telemetry.js [RATE [SECONDS [PAIRS]]]      default: 5000 messages a second for 20 s, 12 pairs
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwitchSimulator } from '../tests/platforms/twitch-simulator.ts';
import { LOAD_CHANNEL, measureReceipts } from './support/receipts.ts';
import { quantiles } from './support/quantiles.ts';
import { shareOfFolder } from './support/profile-share.ts';
import { startServer } from './support/server-process.ts';
import { watchAddress } from './support/watch.ts';

const rate = Number(process.argv[2] ?? 5000);
const seconds = Number(process.argv[3] ?? 20);
const pairs = Number(process.argv[4] ?? 12);
const SCRAPE_EVERY_MS = 10_000;
/**
 * Until V8 has compiled what is busy, s: in the first ten seconds that takes 18 % of all CPU, after half a minute 3 %. What
 * telemetry adds to it is paid once, not at every message.
 */
const WARM_UP_S = 30;

const collector = createSocket('udp4');
let datagrams = 0;
collector.on('message', () => (datagrams += 1));
collector.bind(0, '127.0.0.1');
await once(collector, 'listening');
const folder = mkdtempSync(join(tmpdir(), 'chatpulse-bench-log-'));
const ON = {
  CHATPULSE_STATSD: `127.0.0.1:${collector.address().port}`,
  CHATPULSE_LOG_LEVEL: 'info',
  CHATPULSE_LOG_FILE: join(folder, 'chatpulse.log'),
};
const OFF = { CHATPULSE_TELEMETRY: 'off', CHATPULSE_LOG_LEVEL: 'silent' };

/** The parts and libraries that are there for telemetry alone; the log and what tells of garbage and delays included. */
const TELEMETRY =
  /core\/telemetry\/|core\/logger|\/node_modules\/(hot-shots|prom-client|tdigest|pino[^/]*|sonic-boom|thread-stream|rotating-file-stream)\/|node:internal\/(perf|histogram)/;

interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly scrape: boolean;
  readonly profile?: string;
}

/** CPU microseconds a message. */
async function run({ env, scrape, profile }: RunOptions): Promise<number> {
  const simulator = await startTwitchSimulator();
  const server = await startServer({ CHATPULSE_TWITCH_CHAT_URL: simulator.url, ...env }, profile);
  const cpuNow = (): number => server.threadCpu().reduce((sum, used) => sum + used, 0);
  let scraping: NodeJS.Timeout | undefined;
  try {
    const [broadcast] = await watchAddress(server.url, { url: `twitch:${LOAD_CHANNEL}` });
    await simulator.joined(LOAD_CHANNEL);
    let before = 0;
    const { sent, latencies } = await measureReceipts({
      simulator,
      url: server.url,
      broadcast,
      rate,
      seconds,
      warmUp: WARM_UP_S,
      onBegin() {
        before = cpuNow();
        if (scrape)
          scraping = setInterval(
            () => void fetch(`${server.url}/metrics`).then((answer) => answer.text()),
            SCRAPE_EVERY_MS,
          );
      },
    });
    const cost = ((cpuNow() - before) / sent) * 1e6;
    console.log(
      `${scrape ? 'on ' : 'off'}  ${cost.toFixed(1)} microseconds of CPU a message; ${sent} sent, ${latencies.length} received`,
    );
    return cost;
  } finally {
    clearInterval(scraping);
    await simulator.close();
    await server.stop();
  }
}

/** The mean, and how far it may be off by chance: its standard error. */
function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

const sides = {
  on: { env: ON, scrape: true },
  off: { env: OFF, scrape: false },
} satisfies Record<string, RunOptions>;
const ratios: number[] = [];
for (let pair = 0; pair < pairs; pair += 1) {
  // on, off, off, on: who comes first must not count for one side.
  const isOnFirst = pair % 2 === 0;
  const first = await run(isOnFirst ? sides.on : sides.off);
  const second = await run(isOnFirst ? sides.off : sides.on);
  ratios.push(isOnFirst ? first / second : second / first);
}
console.log(`${datagrams} datagrams of figures were sent`);
const { mean, error } = meanOf(ratios);
// A pair in which the machine did something else beside is far off, and moves the mean alone.
const { p50: median } = quantiles(ratios);
console.log(
  `on / off   ${ratios.map((ratio) => ratio.toFixed(3)).join(', ')}; median ${median.toFixed(3)}, mean ${mean.toFixed(3)}, standard error ${error.toFixed(3)}`,
);
const profiles = mkdtempSync(join(tmpdir(), 'chatpulse-bench-profile-'));
await run({ ...sides.on, profile: profiles });
const { own, all } = shareOfFolder(profiles, (url) => TELEMETRY.test(url));
console.log(
  `telemetry at work: ${((own / all) * 100).toFixed(2)} % of ${(all / 1e6).toFixed(1)} s of CPU, all threads, by profile`,
);
collector.close();
for (const one of [folder, profiles]) rmSync(one, { recursive: true, force: true });
