import type { TopicPartition } from '../port.ts';

/** What a member of a group says when it joins. */
export interface MemberClaim {
  readonly id: string;
  readonly topics: readonly string[];
  /** What it owns and goes on with. */
  readonly owned: readonly TopicPartition[];
  /** The generation of the group in which it was given that. */
  readonly generation: number;
}

export interface MemberShare {
  readonly partitions: readonly TopicPartition[];
  /** True where more is meant for it that another member must give up first: another round follows. */
  readonly pending: boolean;
}

/**
 * Who gets what. Shares are even, partitions stay where they are as far as that allows, and members with the same topics
 * get the same numbers of each. A partition that another member owns is not given to its next owner in this round: the
 * former one hears of it, stops, and joins again (cooperative rebalancing, Apache Kafka KIP-429). So nobody has to stop
 * what stays with it.
 */
export function planShares(
  members: readonly MemberClaim[],
  partitionsOf: ReadonlyMap<string, number>,
): ReadonlyMap<string, MemberShare> {
  const owners = ownersOf(members);
  const targets = targetsOf(members, partitionsOf, owners);
  const shares = new Map<string, { partitions: TopicPartition[]; pending: boolean }>(
    members.map((member) => [member.id, { partitions: [], pending: false }]),
  );
  for (const { at, id } of targets) {
    const share = shares.get(id);
    const owner = owners.get(keyOf(at));
    if (!share) continue;
    if (owner === undefined || owner.id === id) share.partitions.push(at);
    else share.pending = true;
  }
  return shares;
}

/** Who owns what by their own word; where two claim the same, the later generation is right. */
function ownersOf(members: readonly MemberClaim[]): Map<string, MemberClaim> {
  const owners = new Map<string, MemberClaim>();
  for (const member of members)
    for (const at of member.owned) {
      const other = owners.get(keyOf(at));
      if (member.topics.includes(at.topic) && (!other || other.generation < member.generation))
        owners.set(keyOf(at), member);
    }
  return owners;
}

interface Target {
  readonly at: TopicPartition;
  readonly id: string;
}

function targetsOf(
  members: readonly MemberClaim[],
  partitionsOf: ReadonlyMap<string, number>,
  owners: ReadonlyMap<string, MemberClaim>,
): Target[] {
  const targets: Target[] = [];
  for (const { topics, readers } of groupTopics(members)) {
    const numbers = Math.max(0, ...topics.map((topic) => partitionsOf.get(topic) ?? 0));
    const ownerOf = (number: number): string | undefined =>
      topics
        .map((topic) => owners.get(keyOf({ topic, partition: number }))?.id)
        .find((id) => id !== undefined && readers.includes(id));
    shareNumbers(numbers, readers, ownerOf).forEach((id, partition) => {
      for (const topic of topics)
        if (partition < (partitionsOf.get(topic) ?? 0)) targets.push({ at: { topic, partition }, id });
    });
  }
  return targets;
}

/** Topics that the same members read. */
function groupTopics(members: readonly MemberClaim[]): { topics: string[]; readers: string[] }[] {
  const groups = new Map<string, { topics: string[]; readers: string[] }>();
  for (const topic of [...new Set(members.flatMap((member) => member.topics))].sort()) {
    const readers = members
      .filter((member) => member.topics.includes(topic))
      .map((member) => member.id)
      .sort();
    const group = groups.get(readers.join('\n')) ?? { topics: [], readers };
    group.topics.push(topic);
    groups.set(readers.join('\n'), group);
  }
  return [...groups.values()];
}

/** The reader of each number: evenly, and as before where possible. */
function shareNumbers(
  numbers: number,
  readers: readonly string[],
  ownerOf: (number: number) => string | undefined,
): string[] {
  const claims = new Map<string, number[]>(readers.map((id) => [id, []]));
  const free: number[] = [];
  for (let number = 0; number < numbers; number += 1) {
    const owner = ownerOf(number);
    if (owner === undefined) free.push(number);
    else claims.get(owner)?.push(number);
  }
  const least = Math.floor(numbers / readers.length);
  let larger = numbers % readers.length;
  // Those who own most get the larger shares, so that fewer partitions move.
  const order = [...readers].sort(
    (a, b) => (claims.get(b)?.length ?? 0) - (claims.get(a)?.length ?? 0) || (a < b ? -1 : 1),
  );
  const quota = new Map<string, number>();
  for (const id of order) {
    quota.set(id, least + (larger > 0 ? 1 : 0));
    larger -= 1;
  }
  const result = new Array<string>(numbers);
  for (const id of order) {
    const mine = claims.get(id) ?? [];
    const kept = mine.slice(0, quota.get(id));
    free.push(...mine.slice(kept.length));
    for (const number of kept) result[number] = id;
    quota.set(id, (quota.get(id) ?? 0) - kept.length);
  }
  free.sort((a, b) => a - b);
  for (const id of order)
    for (let room = quota.get(id) ?? 0; room > 0; room -= 1) {
      const number = free.shift();
      if (number !== undefined) result[number] = id;
    }
  return result;
}

export function keyOf(at: TopicPartition): string {
  return `${at.topic}/${at.partition}`;
}
