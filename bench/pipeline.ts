/**
 * The whole pipeline in messages per second: a recording at full speed through log, analysis, windows, words, archive
 * and metrics, with one viewer on the first channel. Twice on one server: from a cold start, then with warm caches, as
 * a server is that has been running for a while.
 *
 *   node dist/bench/pipeline.js [FILE]      default: ../shared/data/chat_twitch_ko.jsonl.gz
 */
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { watchArchive, type ArchiveWatch } from './support/caught-up.ts';
import { startServer, type ServerProcess } from './support/server-process.ts';
import { openViewer } from './support/viewer.ts';
import { allEnded, watchAddress } from './support/watch.ts';

const file = process.argv[2] ?? '../shared/data/chat_twitch_ko.jsonl.gz';
if (!existsSync(file)) {
  console.error(`There is no recording ${file}. Give one: node dist/bench/pipeline.js FILE.jsonl.gz`);
  process.exit(2);
}

interface Run {
  readonly records: number;
  readonly seconds: number;
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
  readonly slowestProbe: number;
  readonly viewer: { readonly messages: number; readonly frames: number; readonly skipped: number };
}

async function replayOnce(server: ServerProcess, watch: ArchiveWatch, name: string): Promise<Run> {
  const before = watch.logged('chat.raw');
  const ids = await watchAddress(server.url, { url: `replay:${name}`, speed: 'max' });
  const started = performance.now();
  const cpuBefore = server.threadCpu();
  const viewer = await openViewer({ url: server.url, broadcasts: ids.slice(0, 1) });
  const memory: number[] = [];
  let slowestProbe = 0;
  const sampling = setInterval(() => {
    memory.push(server.rss());
    const asked = performance.now();
    void fetch(`${server.url}/readyz`).then(() => {
      slowestProbe = Math.max(slowestProbe, performance.now() - asked);
    });
  }, 250);
  while (!(await allEnded(server.url))) await new Promise((resolve) => setTimeout(resolve, 100));
  await watch.caughtUp();
  const seconds = (performance.now() - started) / 1000;
  clearInterval(sampling);
  viewer.close();
  const cpu = server.threadCpu().map((used, i) => used - (cpuBefore[i] ?? 0));
  return { records: watch.logged('chat.raw') - before, seconds, cpu, memory, slowestProbe, viewer };
}

function show(title: string, run: Run): void {
  const mb = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / 1e6)} MB`;
  const cpu = run.cpu.reduce((sum, used) => sum + used, 0);
  const { viewer, memory } = run;
  console.log(title);
  console.log(`  whole pipeline    ${Math.round(run.records / run.seconds).toLocaleString('en')} messages/s`);
  console.log(
    `  records           ${run.records.toLocaleString('en')}, all archived after ${run.seconds.toFixed(1)} s`,
  );
  console.log(
    `  viewer            ${viewer.messages} messages in ${viewer.frames} frames, skipped ${viewer.skipped}`,
  );
  console.log(`  memory            peak ${mb(Math.max(...memory))}, at the end ${mb(memory.at(-1))}`);
  console.log(
    `  CPU               ${cpu.toFixed(1)} s, ${((cpu / run.records) * 1e6).toFixed(0)} microseconds a message; ` +
      `busiest threads ${run.cpu
        .slice(0, 4)
        .map((used) => `${used.toFixed(1)} s`)
        .join(', ')}`,
  );
  console.log(`  slowest /readyz   ${run.slowestProbe.toFixed(0)} ms`);
}

const name = basename(file);
const server = await startServer();
try {
  copyFileSync(file, join(server.dataDir, 'recordings', name));
  const watch = watchArchive(server.dataDir);
  const cold = await replayOnce(server, watch, name);
  show('cold start', cold);
  const warm = await replayOnce(server, watch, name);
  show('warm', warm);
  console.log(
    `warm / cold         ${((cold.seconds / warm.seconds) * (warm.records / cold.records)).toFixed(2)}`,
  );
  await watch.close();
} finally {
  await server.stop();
}
