/**
 * Many broadcasts at once in one process, spread over all platforms, each in its own protocol against a stand-in:
 * whether everything that was said is in the log, what it takes, and whether anything is left when all are stopped.
 *
 *   node dist/bench/broadcasts.js [BROADCASTS [RATE [SECONDS]]]   default: 200 broadcasts, 20 messages a second each, 30 s
 */
import { createChatText } from '../tests/platforms/chat-text.ts';
import { sendEvenly } from '../tests/platforms/even-rate.ts';
import { watchArchive } from './support/caught-up.ts';
import { startPlatforms, type Platform } from './support/many-channels.ts';
import { startServer } from './support/server-process.ts';
import { stopWatching, watchAddress } from './support/watch.ts';

const broadcasts = Number(process.argv[2] ?? 200);
const rate = Number(process.argv[3] ?? 20);
const seconds = Number(process.argv[4] ?? 30);
/** Twitch lets 20 channels be joined in ten seconds. */
const JOIN_PATIENCE_MS = 120_000;

interface Source {
  readonly platform: string;
  readonly state: string;
  readonly messages: number;
}

async function sources(url: string): Promise<readonly Source[]> {
  return ((await (await fetch(`${url}/api/status`)).json()) as { sources: Source[] }).sources;
}

async function until(holds: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  for (const end = performance.now() + patienceMs; performance.now() < end;) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}

const perPlatform = (list: readonly Source[], name: string): number =>
  list.filter(({ platform }) => platform === name).reduce((sum, { messages }) => sum + messages, 0);

const platforms = await startPlatforms();
const platformOf = (broadcast: number): Platform => platforms[broadcast % platforms.length] as Platform;
const server = await startServer(
  Object.assign({}, ...platforms.map(({ env }) => env)) as Record<string, string>,
);
try {
  const ids: string[] = [];
  for (let broadcast = 0; broadcast < broadcasts; broadcast += 1)
    ids.push((await watchAddress(server.url, { url: platformOf(broadcast).open(broadcast) }))[0]);
  const on = async (): Promise<boolean> =>
    (await sources(server.url)).filter(({ state }) => state === 'live' || state === 'quiet').length ===
    broadcasts;
  const allLive = await until(on, JOIN_PATIENCE_MS);
  const watch = watchArchive(server.dataDir);
  const before = await sources(server.url);
  const nextText = createChatText(1);
  const said = new Map<string, number>();
  const memory: number[] = [];
  const sampling = setInterval(() => memory.push(server.rss()), 250);
  const cpuBefore = server.threadCpu().reduce((sum, used) => sum + used, 0);
  const sent = await sendEvenly({
    rate: rate * broadcasts,
    seconds,
    perFrame: broadcasts,
    send(from, to) {
      for (let message = from; message < to; message += 1) {
        const broadcast = message % broadcasts;
        const platform = platformOf(broadcast);
        platform.say(broadcast, nextText(), `m${message}`);
        said.set(platform.name, (said.get(platform.name) ?? 0) + 1);
      }
    },
  });
  const received = async (name: string): Promise<number> =>
    perPlatform(await sources(server.url), name) - perPlatform(before, name);
  const all = async (): Promise<boolean> => {
    for (const [name, count] of said) if ((await received(name)) < count) return false;
    return true;
  };
  await until(all, 30_000);
  await watch.caughtUp();
  clearInterval(sampling);
  const cpu = server.threadCpu().reduce((sum, used) => sum + used, 0) - cpuBefore;
  console.log(
    `${broadcasts} broadcasts, ${allLive ? 'all' : 'NOT all'} live; ${sent} messages in ${seconds} s`,
  );
  for (const [name, count] of said)
    console.log(`  ${name.padEnd(16)} said ${count}, recorded ${await received(name)}`);
  console.log(
    `memory    peak ${Math.round(Math.max(...memory) / 1e6)} MB, at the end ${Math.round((memory.at(-1) ?? 0) / 1e6)} MB`,
  );
  console.log(
    `CPU       ${((cpu / seconds) * 100).toFixed(0)} % of one core, ${((cpu / sent) * 1e6).toFixed(0)} microseconds a message`,
  );
  for (const id of ids) await stopWatching(server.url, id);
  // What is over is told for a while longer.
  const isOver = ({ state }: Source): boolean => state === 'ended' || state === 'failed';
  const none = await until(async () => (await sources(server.url)).every(isOver), 30_000);
  const left = (): number => platforms.reduce((sum, platform) => sum + platform.connections(), 0);
  await until(async () => left() === 0, 20_000);
  console.log(
    `stopped   ${none ? 'no capture left' : 'CAPTURES LEFT'}, ${left()} connections left at the platforms`,
  );
  await watch.close();
} finally {
  for (const platform of platforms) await platform.close();
  await server.stop();
}
