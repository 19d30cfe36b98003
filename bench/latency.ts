/**
 * From the platform's send to a viewer's receipt, with the page, a probe and memory watched meanwhile.
 *
 *   node dist/bench/latency.js [RATE [SECONDS]]      default: 5000 messages a second for 30 s
 */
import { startTwitchSimulator } from '../tests/platforms/twitch-simulator.ts';
import { showQuantiles } from './support/quantiles.ts';
import { LOAD_CHANNEL, measureReceipts } from './support/receipts.ts';
import { startServer } from './support/server-process.ts';
import { watchAddress } from './support/watch.ts';

const rate = Number(process.argv[2] ?? 5000);
const seconds = Number(process.argv[3] ?? 30);

/** Answers other than 2xx, to be told at the end. */
let refused = 0;

async function timed(url: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) refused += 1;
  return performance.now() - started;
}

const simulator = await startTwitchSimulator();
const server = await startServer({ CHATPULSE_TWITCH_CHAT_URL: simulator.url });
try {
  const firstPage = server.startMs + (await timed(`${server.url}/`));
  const [broadcast] = await watchAddress(server.url, { url: `twitch:${LOAD_CHANNEL}` });
  await simulator.joined(LOAD_CHANNEL);
  const pages: number[] = [];
  const probes: number[] = [];
  const memory: number[] = [];
  const cpuNow = (): number => server.threadCpu().reduce((sum, used) => sum + used, 0);
  let cpuBefore = 0;
  let asking: NodeJS.Timeout | undefined;
  let sampling: NodeJS.Timeout | undefined;
  const { sent, skipped, latencies } = await measureReceipts({
    simulator,
    url: server.url,
    broadcast,
    rate,
    seconds,
    warmUp: 2,
    onBegin() {
      cpuBefore = cpuNow();
      asking = setInterval(() => {
        void timed(`${server.url}/`).then((ms) => pages.push(ms));
        void timed(`${server.url}/readyz`).then((ms) => probes.push(ms));
      }, 100);
      sampling = setInterval(() => memory.push(server.rss()), 250);
    },
  });
  clearInterval(asking);
  clearInterval(sampling);
  const cpu = cpuNow() - cpuBefore;
  const mb = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / 1e6)} MB`;
  console.log(
    `load                 ${rate} messages/s for ${seconds} s: ${sent} sent, ${latencies.length} received, ${skipped} skipped`,
  );
  console.log(`start to first page  ${firstPage.toFixed(0)} ms`);
  console.log(`send to receipt      ${showQuantiles(latencies)}`);
  console.log(`page                 ${showQuantiles(pages)}`);
  console.log(`/readyz              ${showQuantiles(probes)}`);
  console.log(
    `memory               first ${mb(memory[0])}, half ${mb(memory[memory.length >> 1])}, last ${mb(memory.at(-1))}, peak ${mb(Math.max(...memory))}`,
  );
  console.log(
    `CPU                  ${((cpu / seconds) * 100).toFixed(0)} % of one core, ${((cpu / sent) * 1e6).toFixed(0)} microseconds a message`,
  );
  console.log(`refused requests     ${refused}`);
} finally {
  await simulator.close();
  await server.stop();
}
