import { ChatpulseError } from '../../errors.ts';
import type { Commit } from '../port.ts';
import { typeOf } from './failures.ts';
import type { KafkaBroker, KafkaConnection } from './internals.ts';
import { createLink } from './link.ts';
import { patiently } from './patience.ts';

/** A new cluster takes some seconds to make the topic of commits. */
const ANSWER_MS = 30_000;
/** What the brokers answer to a commit from outside while a group has members. */
const HAS_MEMBERS = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'REBALANCE_IN_PROGRESS']);

/** Whether any process is a member of a group at the moment. */
export async function hasMembers(connection: KafkaConnection, group: string): Promise<boolean> {
  const { groups } = await askCoordinator(connection, group, (broker) =>
    broker.describeGroups({ groupIds: [group] }),
  );
  return groups.some(({ members }) => members.length > 0);
}

/**
 * Commits of a group without members, which needs no generation.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING where it has members
 */
export async function storeCommits(
  connection: KafkaConnection,
  group: string,
  commits: readonly Commit[],
): Promise<void> {
  try {
    await askCoordinator(connection, group, (broker) =>
      broker.offsetCommit({
        groupId: group,
        groupGenerationId: -1,
        memberId: '',
        topics: commits.map(({ topic, partition, offset, metadata }) => ({
          topic,
          partitions: [{ partition, offset: String(offset), metadata: metadata ?? '' }],
        })),
      }),
    );
  } catch (error) {
    if (!HAS_MEMBERS.has(typeOf(error) ?? '')) throw error;
    throw new ChatpulseError('CHATPULSE_GROUP_RUNNING', { message: `${group} has members.`, cause: error });
  }
}

async function askCoordinator<T>(
  connection: KafkaConnection,
  group: string,
  request: (broker: KafkaBroker) => Promise<T>,
): Promise<T> {
  const link = createLink(connection);
  try {
    return await patiently(async () => link.call(await link.coordinator(group), request), {
      what: `Positions of ${group}`,
      deadlineMs: ANSWER_MS,
      signal: new AbortController().signal,
      passOn: (error) => HAS_MEMBERS.has(typeOf(error) ?? ''),
    });
  } finally {
    await link.close();
  }
}
