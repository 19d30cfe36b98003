import kafkajs from 'kafkajs';
import type { TopicSettings } from '../../core/events/topics.ts';
import { applyTopicPlan, openTopicAdmin, planTopics, wantedTopics } from '../../core/log/kafka/setup.ts';

/** Deletes topics and groups, where they are, and makes the topics anew: the next contestant finds nothing of another's. */
export async function makeFreshTopics(options: {
  readonly brokers: readonly string[];
  readonly topics: Readonly<Record<string, TopicSettings>>;
  readonly groups: readonly string[];
}): Promise<void> {
  const { brokers, topics, groups } = options;
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const old = Object.keys(topics).filter((topic) => there.has(topic));
    if (old.length > 0) await admin.deleteTopics({ topics: old });
    const known = new Set((await admin.listGroups()).groups.map(({ groupId }) => groupId));
    const oldGroups = groups.filter((group) => known.has(group));
    if (oldGroups.length > 0) await admin.deleteGroups(oldGroups);
    while (old.length > 0 && (await admin.listTopics()).some((topic) => old.includes(topic)))
      await new Promise((resolve) => setTimeout(resolve, 100));
  } finally {
    await admin.disconnect();
  }
  const setup = await openTopicAdmin({ brokers });
  try {
    await applyTopicPlan(
      setup,
      planTopics([], wantedTopics({ topics, retentionDays: 1, replicationFactor: 1 })),
    );
  } finally {
    await setup.close();
  }
}
