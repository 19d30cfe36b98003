/**
 * What all telemetry costs: CPU time of a server under the same load with everything on (StatsD to a loopback socket,
 * /metrics asked every ten seconds, the log at info, in a file too) against everything off, in alternated runs.
 *
 *   node dist/bench/telemetry.js [RATE [SECONDS [PAIRS]]]      default: 5000 messages a second for 20 s, 3 pairs
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwitchSimulator } from '../tests/platforms/twitch-simulator.ts';
import { LOAD_CHANNEL, measureReceipts } from './support/receipts.ts';
import { startServer } from './support/server-process.ts';
import { watchAddress } from './support/watch.ts';

const rate = Number(process.argv[2] ?? 5000);
const seconds = Number(process.argv[3] ?? 20);
const pairs = Number(process.argv[4] ?? 3);
const SCRAPE_EVERY_MS = 10_000;

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

/** CPU microseconds a message. */
async function run(env: Readonly<Record<string, string>>, scrape: boolean): Promise<number> {
  const simulator = await startTwitchSimulator();
  const server = await startServer({ CHATPULSE_TWITCH_CHAT_URL: simulator.url, ...env });
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
      warmUp: 5,
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const ratios: number[] = [];
for (let pair = 0; pair < pairs; pair += 1) {
  // The order changes: what a machine does after a while must not count for one side.
  const onFirst = pair % 2 === 0;
  const first = onFirst ? await run(ON, true) : await run(OFF, false);
  const second = onFirst ? await run(OFF, false) : await run(ON, true);
  ratios.push(onFirst ? first / second : second / first);
}
console.log(`${datagrams} datagrams of figures were sent`);
console.log(
  `on / off   ${ratios.map((ratio) => ratio.toFixed(3)).join(', ')}; median ${median(ratios).toFixed(3)}`,
);
collector.close();
rmSync(folder, { recursive: true, force: true });
