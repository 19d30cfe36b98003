/**
 * The pipeline over Kafka beside what a user would otherwise build, in one run on one broker: a Python service and a
 * Kafka Streams application. Each gets the same messages, first all at once, then at an even rate.
 *
 *   node dist/bench/peers.js [FILE [MESSAGES [RATE [SECONDS [LABELLED]]]]]
 *
 * Defaults: ../shared/data/chat_twitch_ko.jsonl.gz 60000 500 15 ../shared/data/sentiment_ko_nsmc_train.tsv.gz. The last is
 * what the Python peer learns from. Wants what the tests on servers want, and python3.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TOPICS } from '../core/events/topics.ts';
import { createKafkaLog } from '../core/log/kafka/kafka-log.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics } from '../core/log/kafka/setup.ts';
import { startAllServers } from '../tests/services/all-servers.ts';
import type { Contestant } from './peers/contestant.ts';
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

const messages = await readMessages(file, Number(count));
console.log(
  `${messages.length} messages of ${new Set(messages.map((m) => m.broadcast)).size} broadcasts at once, then ${rate}/s for ${seconds} s`,
);

/** Each contestant gets servers of its own, one after the other, so that none pays for what another left behind. */
async function compete(make: (at: Stage) => Contestant): Promise<TrialResult> {
  const dir = mkdtempSync(join(tmpdir(), 'chatpulse-bench-peers-'));
  const servers = await startAllServers({ dir, archiveInMemory: true });
  const { brokers } = servers.kafka;
  const log = createKafkaLog({ brokers, topics });
  const admin = await openTopicAdmin({ brokers });
  try {
    const wanted = wantedTopics({ topics, retentionDays: 1, replicationFactor: 1 });
    await applyTopicPlan(admin, planTopics([], wanted));
    const { CHATPULSE_LOG, CHATPULSE_ARCHIVE, CHATPULSE_METRICS } = servers.settings;
    const env = {
      CHATPULSE_LOG,
      CHATPULSE_ARCHIVE,
      CHATPULSE_METRICS,
      CHATPULSE_LOG_LEVEL: 'error',
      CHATPULSE_DATA_DIR: dir,
    };
    const contestant = make({ dir, brokers, mongoUrl: servers.mongo.url, env });
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
    await admin.close();
    await log.close();
    await servers.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Stage {
  readonly dir: string;
  readonly brokers: readonly string[];
  readonly mongoUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

const whole = await compete(({ env }) => ours({ env, archive: true }));
const python = await compete((at) => pythonPeer({ ...at, labelled }));
const withoutArchive = await compete(({ env }) => ours({ env, archive: false }));
const streams = await compete((at) => streamsPeer(at));
showRatios(whole, python);
showRatios(withoutArchive, streams);
showAgreement(withoutArchive, streams);
showAgreement(whole, python);
