import kafkajs, { type Admin } from 'kafkajs';
import { ChatpulseError } from '../../errors.ts';
import { TOPICS, keptFor, type TopicSettings } from '../../events/topics.ts';
import { plural } from '../../plural.ts';
import { toLogError } from './failures.ts';
import { kafkaConfig, type KafkaConnection } from './internals.ts';

/** A topic as it should be. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings by the names that Kafka gives them. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A topic as it is. */
export interface ExistingTopic {
  readonly name: string;
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly replicationFactor: number;
  /** Every setting that holds for it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Those that were set for this topic, in contrast to what the brokers hold for all. */
  readonly ownSettings: Readonly<Record<string, string>>;
  /** Partitions of which not every replica has all records at the moment. */
  readonly behind: number;
}

export type TopicStep =
  | { readonly kind: 'create'; readonly topic: WantedTopic }
  | {
      readonly kind: 'change';
      readonly name: string;
      readonly changes: Readonly<Record<string, { readonly from: string; readonly to: string }>>;
      /** All settings of the topic afterwards: the request replaces them as a whole. */
      readonly settings: Readonly<Record<string, string>>;
    }
  /** Something that only an operator should change. */
  | { readonly kind: 'note'; readonly name: string; readonly text: string };

export interface WantedTopicsOptions {
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  readonly prefix?: string;
  /** How long topics that are kept by setting are kept, days. */
  readonly retentionDays: number;
  /** Copies of every record; with three or more, two must have it before it counts as written. */
  readonly replicationFactor: number;
}

export const MIN_INSYNC = 'min.insync.replicas';
/** The largest record, bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

/** One of three replicas may be away. A topic that has fewer replicas than it wants in sync refuses every write. */
const minInsync = (replicas: number): string => (replicas >= 3 ? '2' : '1');

/** The topics of Chatpulse as Kafka should have them. */
export function wantedTopics(options: WantedTopicsOptions): WantedTopic[] {
  const { replicationFactor, retentionDays, prefix = '' } = options;
  return Object.entries(options.topics ?? TOPICS).map(([name, { partitions, retention }]) => ({
    name: prefix + name,
    partitions,
    replicationFactor,
    settings: {
      'cleanup.policy': 'delete',
      'retention.ms': String(keptFor(retention, retentionDays) ?? -1),
      'retention.bytes': '-1',
      'message.timestamp.type': 'LogAppendTime',
      [MIN_INSYNC]: minInsync(replicationFactor),
      'max.message.bytes': String(MAX_MESSAGE_BYTES),
    },
  }));
}

/**
 * What has to be done so that the topics are as wanted; nothing when they are. Never changes the number of partitions:
 * keys would go elsewhere than before.
 * @throws ChatpulseError CHATPULSE_TOPIC_MISMATCH that names every topic with another number of partitions
 */
export function planTopics(
  existing: readonly ExistingTopic[],
  wanted: readonly WantedTopic[],
): readonly TopicStep[] {
  const known = new Map(existing.map((topic) => [topic.name, topic]));
  const wrong = wanted.flatMap(({ name, partitions }) => {
    const has = known.get(name)?.partitions ?? partitions;
    return has === partitions
      ? []
      : [`${name} has ${has} ${plural(has, 'partition')} instead of ${partitions}`];
  });
  if (wrong.length > 0)
    throw new ChatpulseError('CHATPULSE_TOPIC_MISMATCH', { message: `${wrong.join('; ')}.` });
  return wanted.flatMap((topic): TopicStep[] => {
    const has = known.get(topic.name);
    return has ? changesOf(has, topic) : [{ kind: 'create', topic }];
  });
}

function changesOf(has: ExistingTopic, topic: WantedTopic): TopicStep[] {
  // Only an operator changes the number of replicas, so this setting follows those that the topic has.
  const settings = { ...topic.settings, [MIN_INSYNC]: minInsync(has.replicationFactor) };
  const changes = Object.fromEntries(
    Object.entries(settings)
      .filter(([setting, value]) => has.settings[setting] !== value)
      .map(([setting, to]) => [setting, { from: has.settings[setting] ?? '', to }]),
  );
  const steps: TopicStep[] = [];
  if (Object.keys(changes).length > 0)
    steps.push({
      kind: 'change',
      name: topic.name,
      changes,
      settings: { ...has.ownSettings, ...settings },
    });
  if (has.replicationFactor !== topic.replicationFactor)
    steps.push({
      kind: 'note',
      name: topic.name,
      text: `has ${has.replicationFactor} ${plural(has.replicationFactor, 'replica')}, wanted are ${topic.replicationFactor}; kafka-reassign-partitions.sh changes that, then run setup again`,
    });
  return steps;
}

/** A step as a line for the user. */
export function describeStep(step: TopicStep): string {
  if (step.kind === 'note') return `note    ${step.name}: ${step.text}`;
  if (step.kind === 'change')
    return `change  ${step.name}: ${Object.entries(step.changes)
      .map(([setting, { from, to }]) => `${setting} ${from} -> ${to}`)
      .join(', ')}`;
  const { name, partitions, replicationFactor, settings } = step.topic;
  const shown = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
  return `create  ${name}: ${partitions} ${plural(partitions, 'partition')}, ${replicationFactor} ${plural(replicationFactor, 'replica')}, ${shown.join(', ')}`;
}

/** Where topics are set up. */
export interface TopicAdmin {
  /** How many there are at the moment. */
  brokers(): Promise<number>;
  /** Three replicas where there are as many brokers, else one. */
  replicationFactor(): Promise<number>;
  /** Those of the topics that exist. */
  existing(names: readonly string[]): Promise<readonly ExistingTopic[]>;
  create(topic: WantedTopic): Promise<void>;
  /** Replaces all settings of a topic. */
  configure(name: string, settings: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/** Does what the plan says, step by step. Doing it twice, or at the same time as another, does no harm. */
export async function applyTopicPlan(
  admin: Pick<TopicAdmin, 'create' | 'configure'>,
  plan: readonly TopicStep[],
): Promise<void> {
  for (const step of plan) {
    if (step.kind === 'create') await admin.create(step.topic);
    else if (step.kind === 'change') await admin.configure(step.name, step.settings);
  }
}

/** Kafka's numbers for "topic" as a kind of resource, and for "set for this topic" as the source of a setting. */
const TOPIC_RESOURCE = kafkajs.ConfigResourceTypes.TOPIC;
const SET_FOR_TOPIC = 1;
/** The brokers have so many times so long (ms) to agree on who leads a new topic. */
const LEADER_TRIES = 100;
const LEADER_PAUSE_MS = 100;

/**
 * Connects to the brokers. Everything rejects with CHATPULSE_LOG_UNAVAILABLE when they are away and with
 * CHATPULSE_LOG_REFUSED when they refuse.
 */
export async function openTopicAdmin(connection: KafkaConnection): Promise<TopicAdmin> {
  const admin = new kafkajs.Kafka({
    ...kafkaConfig(connection),
    retry: { initialRetryTime: 50, retries: 6 },
  }).admin();
  await translated('The brokers', () => admin.connect());
  const brokers = (): Promise<number> =>
    translated('The brokers', async () => (await admin.describeCluster()).brokers.length);
  return {
    brokers,
    replicationFactor: async () => ((await brokers()) >= 3 ? 3 : 1),
    existing: (names) => translated('Topics', () => readTopics(admin, names)),
    create: ({ name, partitions, replicationFactor, settings }) =>
      translated(`Topic ${name}`, async () => {
        await admin.createTopics({
          // What kafkajs waits with fails while the brokers tell each other of the topic.
          waitForLeaders: false,
          topics: [
            {
              topic: name,
              numPartitions: partitions,
              replicationFactor,
              configEntries: entriesOf(settings),
            },
          ],
        });
        await untilLed(admin, name, partitions);
      }),
    configure: (name, settings) =>
      translated(`Topic ${name}`, async () => {
        await admin.alterConfigs({
          validateOnly: false,
          resources: [{ type: TOPIC_RESOURCE, name, configEntries: entriesOf(settings) }],
        });
      }),
    close: () => admin.disconnect(),
  };
}

/** A topic is there for others once every partition has a leader. */
async function untilLed(admin: Admin, name: string, partitions: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
      const led = topics[0]?.partitions.filter(({ leader }) => leader >= 0).length ?? 0;
      if (led === partitions) return;
    } catch (error) {
      if (attempt >= LEADER_TRIES) throw error;
    }
    if (attempt >= LEADER_TRIES) return;
    await new Promise((resolve) => setTimeout(resolve, LEADER_PAUSE_MS));
  }
}

async function readTopics(admin: Admin, names: readonly string[]): Promise<ExistingTopic[]> {
  const present = new Set(await admin.listTopics());
  const asked = names.filter((name) => present.has(name));
  if (asked.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: asked });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: asked.map((name) => ({ type: TOPIC_RESOURCE, name })),
  });
  return topics.map(({ name, partitions }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const own = entries.filter((entry) => Number(entry.configSource) === SET_FOR_TOPIC);
    return {
      name,
      partitions: partitions.length,
      replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      settings: Object.fromEntries(entries.map((entry) => [entry.configName, entry.configValue])),
      ownSettings: Object.fromEntries(own.map((entry) => [entry.configName, entry.configValue])),
      behind: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
    };
  });
}

function entriesOf(settings: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

async function translated<T>(what: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw toLogError(error, what);
  }
}
