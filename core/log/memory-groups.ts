import { createMember, type Member } from './member.ts';
import type { FetchSource } from './partition-reader.ts';
import type { Commit, SubscribeOptions, Subscription, TopicPartition } from './port.ts';

interface Group {
  readonly members: { readonly member: Member; readonly topics: readonly string[] }[];
  readonly commits: Map<string, Commit>;
  /** Who owns each partition now. */
  owners: Map<string, { readonly member: Member; readonly partition: TopicPartition }>;
}

interface GroupsOptions {
  readonly source: FetchSource;
  readonly partitionsOf: (topic: string) => readonly TopicPartition[];
}

/** Consumer groups in memory: partitions are shared evenly, and shared anew when a member comes or goes. */
interface Groups {
  join(options: SubscribeOptions): Promise<Subscription>;
  committed(group: string): readonly Commit[];
  close(): Promise<void>;
}

export function createGroups(options: GroupsOptions): Groups {
  const groups = new Map<string, Group>();
  const singles = new Set<Member>();

  function groupOf(name: string): Group {
    const known = groups.get(name);
    if (known) return known;
    const group: Group = { members: [], commits: new Map(), owners: new Map() };
    groups.set(name, group);
    return group;
  }

  async function rebalance(group: Group): Promise<void> {
    const wanted: Group['owners'] = new Map();
    const topics = new Set(group.members.flatMap((entry) => entry.topics));
    for (const topic of topics) {
      const sharing = group.members.filter((entry) => entry.topics.includes(topic));
      for (const partition of options.partitionsOf(topic)) {
        const entry = sharing[partition.partition % sharing.length];
        if (entry) wanted.set(keyOf(partition), { member: entry.member, partition });
      }
    }
    const before = group.owners;
    group.owners = wanted;
    for (const [key, { member, partition }] of before)
      if (wanted.get(key)?.member !== member) await member.revoke([partition]);
    for (const [key, { member, partition }] of wanted)
      if (before.get(key)?.member !== member) await member.assign([partition]);
  }

  async function joinGroup(subscribe: SubscribeOptions, name: string): Promise<Subscription> {
    const group = groupOf(name);
    const member = createMember({
      subscribe,
      source: options.source,
      committed: (partition) => group.commits.get(keyOf(partition)),
      store: async (commits) => {
        for (const commit of commits) group.commits.set(keyOf(commit), commit);
      },
      onEnd: () => {
        group.members.splice(
          group.members.findIndex((entry) => entry.member === member),
          1,
        );
        void rebalance(group);
      },
    });
    group.members.push({ member, topics: subscribe.topics });
    await rebalance(group);
    return member;
  }

  async function joinAlone(subscribe: SubscribeOptions): Promise<Subscription> {
    const member = createMember({
      subscribe,
      source: options.source,
      committed: () => undefined,
      store: async () => undefined,
      onEnd: () => singles.delete(member),
    });
    singles.add(member);
    for (const topic of subscribe.topics) await member.assign(options.partitionsOf(topic));
    return member;
  }

  return {
    join: (subscribe) => (subscribe.group ? joinGroup(subscribe, subscribe.group) : joinAlone(subscribe)),
    committed: (name) => [...(groups.get(name)?.commits.values() ?? [])],
    async close() {
      const members = [...groups.values()].flatMap((group) => group.members.map((entry) => entry.member));
      await Promise.all([...members, ...singles].map((member) => member.close()));
    },
  };
}

function keyOf(partition: TopicPartition): string {
  return `${partition.topic}/${partition.partition}`;
}
