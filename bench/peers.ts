/**
 * The pipeline over Kafka beside what a user would otherwise build: a Python service and a Kafka Streams application. One
 * after the other on the same broker and archive server, which are warmed up before the first; each with topics and groups
 * of its own. Each gets the same messages: first all at once, then at an even rate, after a warm-up at that rate.
 *
 *   node dist/bench/peers.js [FILE [MESSAGES [RATE [SECONDS [LABELLED]]]]]
 *
 * Defaults: ../shared/data/chat_twitch_ko.jsonl.gz 60000 500 15 ../shared/data/sentiment_ko_nsmc_train.tsv.gz. The last is
 * what the Python peer learns from. Wants what the tests on servers want, and python3.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READERS } from '../cli/readers.ts';
import { TOPICS } from '../core/events/topics.ts';
import { createKafkaLog } from '../core/log/kafka/kafka-log.ts';
import { groupOf } from '../core/runtime/topic-reader.ts';
import { startAllServers } from '../tests/services/all-servers.ts';
import { recordsIn, type Contestant } from './peers/contestant.ts';
import { makeFreshTopics } from './peers/fresh-topics.ts';
import { PEER_INPUT } from './peers/json-peer.ts';
import { readMessages } from './peers/load.ts';
import { ours } from './peers/ours.ts';
import { pythonPeer } from './peers/python.ts';
import { showAgreement, showRatios, showResult } from './peers/report.ts';
import { streamsPeer } from './peers/streams.ts';
import { createTrial, type TrialResult } from './peers/trial.ts';

const [
  file = '../shared/data/chat_twitch_ko.jsonl.gz',
  count = '60000',
  rate = '500',
  seconds = '15',
  labelled = '../shared/data/sentiment_ko_nsmc_train.tsv.gz',
] = process.argv.slice(2);
for (const needed of [file, labelled])
  if (!existsSync(needed)) {
    console.error(
      `There is no file ${needed}. Usage: node dist/bench/peers.js FILE MESSAGES RATE SECONDS LABELLED`,
    );
    process.exit(2);
  }

const PEER_TOPICS = [
  PEER_INPUT,
  ...['python', 'streams'].flatMap((peer) => [`peer.${peer}.scored`, `peer.${peer}.windows`]),
];
const topics = {
  ...TOPICS,
  ...Object.fromEntries(PEER_TOPICS.map((name) => [name, { partitions: 16, retention: 'setting' as const }])),
};
const parts = READERS.map(({ part }) => groupOf(part));

const messages = await readMessages(file, Number(count));
console.log(
  `${messages.length} messages of ${new Set(messages.map((m) => m.broadcast)).size} broadcasts at once, then ${rate}/s for ${seconds} s`,
);

const dir = mkdtempSync(join(tmpdir(), 'chatpulse-bench-peers-'));
const servers = await startAllServers({ dir, archiveInMemory: true });
const { brokers } = servers.kafka;
const { CHATPULSE_LOG, CHATPULSE_ARCHIVE, CHATPULSE_METRICS } = servers.settings;
const env = {
  CHATPULSE_LOG,
  CHATPULSE_ARCHIVE,
  CHATPULSE_METRICS,
  CHATPULSE_LOG_LEVEL: 'error',
  CHATPULSE_DATA_DIR: dir,
};

/** One after the other, so that none takes processor time from another. */
async function compete(contestant: Contestant): Promise<TrialResult> {
  await makeFreshTopics({ brokers, topics, groups: parts });
  const log = createKafkaLog({ brokers, topics });
  try {
    const trial = createTrial({
      contestant,
      log,
      messages,
      rate: Number(rate),
      seconds: Number(seconds),
      serverPids: [servers.kafka.nodes[0]?.pid ?? 0, servers.mongo.pid],
    });
    const result = await trial.run();
    showResult(result);
    return result;
  } finally {
    await log.close();
  }
}

/** The first contestant would otherwise pay for a broker that has compiled nothing yet. */
async function warmUpBroker(): Promise<void> {
  await makeFreshTopics({ brokers, topics, groups: [] });
  const log = createKafkaLog({ brokers, topics });
  for (let at = 0; at < messages.length; at += 1_000)
    await log.append(
      messages.slice(at, at + 1_000).map((message) => ({
        topic: PEER_INPUT,
        key: message.broadcast,
        value: Buffer.from(JSON.stringify(message)),
      })),
    );
  if ((await recordsIn(log, PEER_INPUT)) < messages.length) throw new Error('The broker lost messages.');
  await log.close();
}

try {
  const at = { brokers, mongoUrl: servers.mongo.url };
  await warmUpBroker();
  const whole = await compete(ours({ env, archive: true }));
  const python = await compete(pythonPeer({ ...at, dir: join(dir, 'python'), labelled }));
  const withoutArchive = await compete(ours({ env, archive: false }));
  const streams = await compete(streamsPeer({ ...at, dir: join(dir, 'streams') }));
  showRatios(whole, python);
  showRatios(withoutArchive, streams);
  showAgreement(withoutArchive, streams);
  showAgreement(whole, python);
} finally {
  await servers.stop();
  rmSync(dir, { recursive: true, force: true });
}
