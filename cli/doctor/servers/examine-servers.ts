import type { Config } from '../../../core/config.ts';
import { ChatpulseError, describeError } from '../../../core/errors.ts';
import { deadLetterTopic, TOPICS } from '../../../core/events/topics.ts';
import { hasMembers } from '../../../core/log/kafka/group-positions.ts';
import type { KafkaConnection } from '../../../core/log/kafka/internals.ts';
import { createKafkaLog } from '../../../core/log/kafka/kafka-log.ts';
import type { EventLog, PartitionRange } from '../../../core/log/port.ts';
import { groupOf } from '../../../core/runtime/topic-reader.ts';
import { grouped } from '../../progress-line.ts';
import { READERS } from '../../readers.ts';
import { kafkaOptions, serverSettings } from '../../roles/servers.ts';
import { committedPositions } from '../../skip-lost/committed-positions.ts';
import { fail, ok, warn, type Finding } from '../finding.ts';
import { checkPart } from './check-positions.ts';
import { checkRegistry } from './check-registry.ts';
import { checkArchive, checkMetrics } from './check-stores.ts';
import { checkTopics } from './check-topics.ts';

const AWAY = 'Check the address in the settings, and that the server runs.';

/** Examines the servers of the distributed shape, without changing anything. Never throws. */
export async function* examineServers(config: Config): AsyncGenerator<Finding, void> {
  let settings;
  try {
    settings = serverSettings(config);
  } catch (error) {
    yield problem('servers', error);
    return;
  }
  const { archiveRetentionDays } = config;
  const connection = { ...kafkaOptions(settings.log), clientId: 'chatpulse-doctor' };
  const topics = await attempt('brokers', () =>
    checkTopics(connection, { retentionDays: config.retentionDays }),
  );
  yield* topics;
  yield* await attempt('registry', () => checkRegistry(config.registryUrl));
  yield* await attempt('archive', () => checkArchive(settings.archiveUrl));
  yield* await attempt('metrics', () => checkMetrics(settings.metricsUrl, archiveRetentionDays));
  // Without its topics there is nothing to be behind in.
  if (topics.every(({ level }) => level !== 'fail'))
    yield* await attempt('positions', () => checkPositions(connection));
}

async function attempt(check: string, task: () => Promise<Finding | readonly Finding[]>): Promise<Finding[]> {
  try {
    return [await task()].flat();
  } catch (error) {
    return [problem(check, error)];
  }
}

function problem(check: string, error: unknown): Finding {
  return error instanceof ChatpulseError
    ? fail(check, `${error.code}: ${error.message}`, error.hint)
    : fail(check, describeError(error), AWAY);
}

async function checkPositions(connection: KafkaConnection): Promise<Finding[]> {
  const log = createKafkaLog(connection);
  try {
    const ranges = new Map<string, readonly PartitionRange[]>();
    for (const topic of Object.keys(TOPICS)) ranges.set(topic, await log.ranges(topic));
    const positions = await committedPositions(log);
    const findings: Finding[] = [];
    for (const { part, topics } of READERS)
      findings.push(
        checkPart({
          part,
          running: await hasMembers(connection, groupOf(part)),
          positions: positions.filter((position) => position.part === part),
          ranges: new Map(topics.map((topic) => [topic, ranges.get(topic) ?? []])),
        }),
      );
    return [...findings, await deadLetters(log)];
  } finally {
    await log.close();
  }
}

async function deadLetters(log: EventLog): Promise<Finding> {
  const counts: string[] = [];
  for (const topic of Object.keys(TOPICS).filter((name) => deadLetterTopic(name) in TOPICS)) {
    const ranges = await log.ranges(deadLetterTopic(topic));
    const count = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (count > 0) counts.push(`${grouped(count)} of ${topic}`);
  }
  if (counts.length === 0) return ok('dead letters', 'none');
  return warn(
    'dead letters',
    counts.join('; '),
    'They are kept as they came in the topic with the ending .dlq; `chatpulse verify` tells by which part and why.',
  );
}
