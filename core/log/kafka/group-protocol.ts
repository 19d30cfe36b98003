import kafkajs from 'kafkajs';
import type { TopicPartition } from '../port.ts';
import type { MemberClaim, MemberShare } from './assign.ts';
import type { JoinGroupResponse } from './internals.ts';

const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;

/**
 * The name under which members agree on how they share. Another way to share, or another format of what is said, must
 * have another name: the brokers refuse a group whose members have none in common.
 */
export const PROTOCOL = 'chatpulse-cooperative-1';

interface OwnedNote {
  readonly generation: number;
  readonly owned: Readonly<Record<string, readonly number[]>>;
}

export function encodeClaim(claim: Omit<MemberClaim, 'id'>): Buffer {
  const note: OwnedNote = { generation: claim.generation, owned: byTopic(claim.owned) };
  return MemberMetadata.encode({
    version: 0,
    topics: [...claim.topics],
    userData: Buffer.from(JSON.stringify(note)),
  });
}

export function decodeClaims(members: JoinGroupResponse['members']): MemberClaim[] {
  return members.map(({ memberId, memberMetadata }) => {
    const decoded = MemberMetadata.decode(memberMetadata);
    const note = JSON.parse(decoded?.userData.toString() || '{}') as Partial<OwnedNote>;
    return {
      id: memberId,
      topics: decoded?.topics ?? [],
      owned: fromTopics(note.owned ?? {}),
      generation: note.generation ?? -1,
    };
  });
}

export function encodeShare(share: MemberShare): Buffer {
  return MemberAssignment.encode({
    version: 0,
    assignment: byTopic(share.partitions),
    userData: Buffer.from(JSON.stringify({ pending: share.pending })),
  });
}

export function decodeShare(bytes: Buffer): MemberShare {
  const decoded = bytes.length > 0 ? MemberAssignment.decode(bytes) : null;
  const note = JSON.parse(decoded?.userData.toString() || '{}') as { pending?: boolean };
  return { partitions: fromTopics(decoded?.assignment ?? {}), pending: note.pending === true };
}

function byTopic(partitions: readonly TopicPartition[]): Record<string, number[]> {
  const topics: Record<string, number[]> = {};
  for (const { topic, partition } of partitions) (topics[topic] ??= []).push(partition);
  for (const numbers of Object.values(topics)) numbers.sort((a, b) => a - b);
  return topics;
}

function fromTopics(topics: Readonly<Record<string, readonly number[]>>): TopicPartition[] {
  return Object.entries(topics).flatMap(([topic, numbers]) =>
    numbers.map((partition) => ({ topic, partition })),
  );
}
