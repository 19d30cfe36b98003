/**
 * From the platform's send to a viewer's receipt, with the page, a probe and memory watched meanwhile.
 *
 *   node dist/bench/latency.js [RATE [SECONDS]]      default: 5000 messages a second for 30 s
 */
import { runTwitchLoad } from '../tests/platforms/twitch-load.ts';
import { startTwitchSimulator } from '../tests/platforms/twitch-simulator.ts';
import { showQuantiles } from './support/quantiles.ts';
import { startServer } from './support/server-process.ts';
import { openViewer } from './support/viewer.ts';

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
  const answer = await fetch(`${server.url}/api/broadcasts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'twitch:load' }),
  });
  const { id } = (await answer.json()) as { id: string };
  await simulator.joined('load');
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  const viewer = await openViewer({
    url: server.url,
    broadcasts: [id],
    onMessage(messageId) {
      const sent = sentAt.get(messageId);
      if (sent !== undefined) latencies.push(performance.now() - sent);
    },
  });
  // A second of warm-up: caches fill and code is compiled.
  await runTwitchLoad(simulator, { channel: 'load', rate, seconds: 2, seed: 7 });

  const pages: number[] = [];
  const probes: number[] = [];
  const memory: number[] = [];
  const cpuBefore = server.threadCpu().reduce((sum, used) => sum + used, 0);
  const asking = setInterval(() => {
    void timed(`${server.url}/`).then((ms) => pages.push(ms));
    void timed(`${server.url}/readyz`).then((ms) => probes.push(ms));
  }, 100);
  const sampling = setInterval(() => memory.push(server.rss()), 250);
  const sent = await runTwitchLoad(simulator, {
    channel: 'load',
    rate,
    seconds,
    onSent(ids) {
      const now = performance.now();
      for (const messageId of ids) sentAt.set(messageId, now);
    },
  });
  const deadline = performance.now() + 10_000;
  while (latencies.length + viewer.skipped < sent && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(asking);
  clearInterval(sampling);
  const cpu = server.threadCpu().reduce((sum, used) => sum + used, 0) - cpuBefore;
  const mb = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / 1e6)} MB`;
  console.log(
    `load                 ${rate} messages/s for ${seconds} s: ${sent} sent, ${latencies.length} received, ${viewer.skipped} skipped`,
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
  viewer.close();
} finally {
  await simulator.close();
  await server.stop();
}
