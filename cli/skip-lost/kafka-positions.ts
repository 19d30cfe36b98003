import { ChatpulseError } from '../../core/errors.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { hasMembers, storeCommits } from '../../core/log/kafka/group-positions.ts';
import type { KafkaConnection } from '../../core/log/kafka/internals.ts';
import { createKafkaLog } from '../../core/log/kafka/kafka-log.ts';
import { toCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { committedPositions } from './committed-positions.ts';
import type { PositionStore } from './position-store.ts';

/** Positions as the parts commit them to Kafka. */
export function openKafkaPositions(connection: KafkaConnection, codec: EventCodec): PositionStore {
  const log = createKafkaLog(connection);
  return {
    log,
    codec,
    positions: () => committedPositions(log),
    async checkStopped(part) {
      if (await hasMembers(connection, groupOf(part)))
        throw new ChatpulseError('CHATPULSE_GROUP_RUNNING', { message: `${part} is running.` });
    },
    async store(positions) {
      for (const part of new Set(positions.map((position) => position.part))) {
        const commits = positions
          .filter((position) => position.part === part)
          .map(({ topic, partition, point }) => toCommit(topic, partition, point));
        await storeCommits(connection, groupOf(part), commits);
      }
    },
    close: () => log.close(),
  };
}
