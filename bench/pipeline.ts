/**
 * The whole pipeline in messages per second: a recording at full speed through log, analysis, windows, words, archive
 * and metrics, with one viewer on the busiest channel.
 *
 *   node dist/bench/pipeline.js [FILE]      default: ../shared/data/chat_twitch_ko.jsonl.gz
 */
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startServer } from './support/server-process.ts';
import { openViewer } from './support/viewer.ts';
import { watchArchive } from './support/caught-up.ts';

const file = process.argv[2] ?? '../shared/data/chat_twitch_ko.jsonl.gz';
if (!existsSync(file)) {
  console.error(`There is no recording ${file}. Give one: node dist/bench/pipeline.js FILE.jsonl.gz`);
  process.exit(2);
}
const name = basename(file);
const server = await startServer();
try {
  copyFileSync(file, join(server.dataDir, 'recordings', name));
  const watch = watchArchive(server.dataDir);
  const answer = await fetch(`${server.url}/api/broadcasts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `replay:${name}`, speed: 'max' }),
  });
  const { id, broadcasts } = (await answer.json()) as { id: string; broadcasts?: { id: string }[] };
  const started = performance.now();
  const cpuBefore = server.threadCpu();
  const viewer = await openViewer({
    url: server.url,
    broadcasts: (broadcasts ?? [{ id }]).slice(0, 1).map((b) => b.id),
  });
  let peak = 0;
  const memory: number[] = [];
  const sampling = setInterval(() => {
    const rss = server.rss();
    peak = Math.max(peak, rss);
    memory.push(rss);
  }, 250);
  const slowest = { probe: 0 };
  const probing = setInterval(() => {
    const asked = performance.now();
    void fetch(`${server.url}/readyz`).then(() => {
      slowest.probe = Math.max(slowest.probe, performance.now() - asked);
    });
  }, 200);
  for (;;) {
    await watch.caughtUp();
    const states = (await (await fetch(`${server.url}/api/broadcasts`)).json()) as {
      broadcasts: { state: string }[];
    };
    if (states.broadcasts.every(({ state }) => state === 'ended')) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await watch.caughtUp();
  const seconds = (performance.now() - started) / 1000;
  clearInterval(sampling);
  clearInterval(probing);
  const raw = watch.logged('chat.raw');
  const cpu = server.threadCpu().map((used, i) => used - (cpuBefore[i] ?? 0));
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(`recording            ${name}`);
  console.log(
    `records              ${raw.toLocaleString('en')} in chat.raw, ${watch.logged('chat.analyzed').toLocaleString('en')} in chat.analyzed`,
  );
  console.log(`time to archived     ${seconds.toFixed(1)} s`);
  console.log(`whole pipeline       ${Math.round(raw / seconds).toLocaleString('en')} messages/s`);
  console.log(
    `viewer               ${viewer.messages.toLocaleString('en')} messages in ${viewer.frames} frames, skipped ${viewer.skipped.toLocaleString('en')}`,
  );
  console.log(
    `memory               peak ${mb(peak)}, after a quarter ${mb(memory[memory.length >> 2] ?? 0)}, at the end ${mb(memory.at(-1) ?? 0)}`,
  );
  console.log(
    `CPU                  ${cpu.reduce((sum, used) => sum + used, 0).toFixed(1)} s; busiest threads ${cpu
      .slice(0, 5)
      .map((used) => `${used.toFixed(1)} s`)
      .join(', ')}`,
  );
  console.log(`slowest /readyz      ${slowest.probe.toFixed(0)} ms`);
  viewer.close();
  await watch.close();
} finally {
  await server.stop();
}
