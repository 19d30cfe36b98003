/**
 * The whole pipeline over Kafka, a schema registry, MongoDB and InfluxDB, each role in a process of its own, servers and
 * all on this machine: the latency from the platform's send to a viewer's receipt at an even load, then messages per
 * second of a recording at full speed. MongoDB's stand-in keeps its documents in memory.
 *
 *   node dist/bench/kafka.js [FILE [RATE [SECONDS]]]   default: ../shared/data/chat_twitch_ko.jsonl.gz 1000 20
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createKafkaLog } from '../core/log/kafka/kafka-log.ts';
import { startAllServers } from '../tests/services/all-servers.ts';
import { READERS } from '../cli/readers.ts';
import { lagOf } from '../tests/services/lag.ts';
import { startTwitchSimulator } from '../tests/platforms/twitch-simulator.ts';
import { cpuSeconds, residentBytes } from './support/proc.ts';
import { showQuantiles } from './support/quantiles.ts';
import { LOAD_CHANNEL, measureReceipts } from './support/receipts.ts';
import { runToEnd, startRole, type RoleProcess } from './support/role-process.ts';
import { allEnded, stopWatching, watchAddress } from './support/watch.ts';

const [file = '../shared/data/chat_twitch_ko.jsonl.gz', rate = '1000', seconds = '20'] =
  process.argv.slice(2);
if (!existsSync(file)) {
  console.error(`There is no recording ${file}. Give one: node dist/bench/kafka.js FILE.jsonl.gz`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-bench-kafka-'));
const dataDir = join(folder, 'data');
mkdirSync(join(dataDir, 'recordings'), { recursive: true });
copyFileSync(file, join(dataDir, 'recordings', basename(file)));

const simulator = await startTwitchSimulator();
const servers = await startAllServers({ dir: folder, archiveInMemory: true });
const { kafka, mongo, influx } = servers;
const env = {
  ...servers.settings,
  CHATPULSE_LOG_LEVEL: 'error',
  CHATPULSE_DATA_DIR: dataDir,
  CHATPULSE_TWITCH_CHAT_URL: simulator.url,
};
const log = createKafkaLog({ brokers: kafka.brokers });
const roles: RoleProcess[] = [];

/** CPU seconds of everything that takes part, by name. */
function cpu(): Map<string, number> {
  const processes = [
    ...roles,
    { name: 'kafka', pid: kafka.nodes[0]?.pid ?? 0 },
    { name: 'mongo', pid: mongo.pid },
    { name: 'influx', pid: influx.pid },
  ];
  return new Map(processes.map(({ name, pid }) => [name, cpuSeconds(`/proc/${pid}/stat`)]));
}

async function logged(topic: string): Promise<number> {
  return (await log.ranges(topic)).reduce((sum, { start, end }) => sum + end - start, 0);
}

async function untilCaughtUp(): Promise<void> {
  for (const { part, topics } of READERS)
    while ((await lagOf(log, part, topics)) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function replay(url: string): Promise<void> {
  const before = cpu();
  const loggedBefore = await logged('chat.raw');
  const started = performance.now();
  await watchAddress(url, { url: `replay:${basename(file)}`, speed: 'max' });
  while (!(await allEnded(url))) await new Promise((resolve) => setTimeout(resolve, 100));
  await untilCaughtUp();
  const took = (performance.now() - started) / 1_000;
  const records = (await logged('chat.raw')) - loggedBefore;
  const used = [...cpu()].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  const total = used.reduce((sum, [, value]) => sum + value, 0);
  console.log('a recording at full speed, every role in a process of its own');
  console.log(`  whole pipeline     ${Math.round(records / took).toLocaleString('en')} messages/s`);
  console.log(
    `  records            ${records.toLocaleString('en')}, all archived after ${took.toFixed(1)} s`,
  );
  console.log(
    `  CPU                ${((total / records) * 1e6).toFixed(0)} s per million messages: ` +
      used.map(([name, value]) => `${name} ${((value / records) * 1e6).toFixed(0)}`).join(', '),
  );
  console.log(
    `  memory             ${roles.map(({ name, pid }) => `${name} ${Math.round(residentBytes(pid) / 1e6)}`).join(', ')} MB`,
  );
}

async function latency(url: string): Promise<void> {
  const [broadcast] = await watchAddress(url, { url: `twitch:${LOAD_CHANNEL}` });
  await simulator.joined(LOAD_CHANNEL);
  const { sent, skipped, latencies } = await measureReceipts({
    simulator,
    url,
    broadcast,
    rate: Number(rate),
    seconds: Number(seconds),
    warmUp: 3,
  });
  await stopWatching(url, broadcast);
  console.log(`${rate} messages/s for ${seconds} s`);
  console.log(`  send to receipt    ${showQuantiles(latencies)}; ${sent} sent, ${skipped} skipped`);
}

try {
  await runToEnd(['setup', '--yes'], env);
  const start = async (name: string, ...args: string[]): Promise<RoleProcess> => {
    const role = await startRole({ name, args: ['run', ...args], env });
    roles.push(role);
    return role;
  };
  const [gateway] = await Promise.all([
    start('gateway', 'gateway', '--port', '0'),
    start('producers', 'producers'),
    start('analyze', 'processors', '--only', 'analyze'),
    start('windows, words and alerts', 'processors', '--only', 'windows,words,alerts'),
    start('sinks', 'sinks'),
  ]);
  // First, on an empty archive: the stand-in has no indexes, and a viewer's first questions to it would take a whole core
  // for seconds when it holds a recording.
  await latency(gateway.url);
  await replay(gateway.url);
} finally {
  await Promise.all(roles.map((role) => role.stop()));
  await log.close();
  await simulator.close();
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
}
