import { describe, expect, it } from 'vitest';
import {
  applyTopicPlan,
  describeStep,
  planTopics,
  wantedTopics,
  type ExistingTopic,
  type WantedTopic,
} from './setup.ts';

const wanted = wantedTopics({
  topics: {
    'chat.raw': { partitions: 16, retention: 'setting' },
    'broadcast.events': { partitions: 16, retention: 'forever' },
  },
  prefix: 'x.',
  retentionDays: 30,
  replicationFactor: 3,
});

function asWanted(topic: WantedTopic): ExistingTopic {
  return {
    ...topic,
    settings: { ...topic.settings, 'segment.bytes': '1' },
    ownSettings: topic.settings,
    behind: 0,
  };
}

describe('topics of Kafka', () => {
  it('have retention, clean-up, time and safety as the promise needs them', () => {
    expect(wanted.map(({ name }) => name)).toEqual(['x.chat.raw', 'x.broadcast.events']);
    expect(wanted[0]?.settings).toMatchObject({
      'retention.ms': '2592000000',
      'cleanup.policy': 'delete',
      'message.timestamp.type': 'LogAppendTime',
      'min.insync.replicas': '2',
    });
    expect(wanted[1]?.settings['retention.ms']).toBe('-1');
  });

  it('are created where they are missing, and left alone where they are right', () => {
    expect(planTopics([], wanted).map(describeStep)[0]).toMatch(
      /^create {2}x\.chat\.raw: 16 partitions, 3 replicas, cleanup\.policy=delete/,
    );
    expect(planTopics(wanted.map(asWanted), wanted)).toEqual([]);
  });

  it('get settings that differ, and keep those that an operator made', () => {
    const [topic] = wanted;
    if (!topic) throw new Error('No topic.');
    const has = {
      ...asWanted(topic),
      settings: { ...topic.settings, 'retention.ms': '1000' },
      ownSettings: { 'retention.ms': '1000', 'segment.ms': '77' },
    };
    const plan = planTopics([has], [topic]);
    expect(plan.map(describeStep)).toEqual(['change  x.chat.raw: retention.ms 1000 -> 2592000000']);
    expect(plan[0]).toMatchObject({ settings: { 'segment.ms': '77', 'retention.ms': '2592000000' } });
  });

  it('never get another number of partitions', () => {
    const has = wanted.map((topic) => ({ ...asWanted(topic), partitions: 8 }));
    expect(() => planTopics(has, wanted)).toThrowError(
      expect.objectContaining({
        code: 'CHATPULSE_TOPIC_MISMATCH',
        message: expect.stringContaining('x.chat.raw has 8 partitions instead of 16'),
      }),
    );
  });

  it('only get a note where the replicas differ', async () => {
    const has = wanted.map((topic) => ({
      ...asWanted(topic),
      replicationFactor: 1,
      settings: { ...topic.settings, 'min.insync.replicas': '1' },
    }));
    const plan = planTopics(has, wanted);
    expect(plan.map(describeStep)[0]).toMatch(/^note {4}x\.chat\.raw: has 1 replica, wanted are 3/);
    expect(plan.every(({ kind }) => kind === 'note')).toBe(true);
    const refuse = () => Promise.reject(new Error('not to be called'));
    await applyTopicPlan({ create: refuse, configure: refuse }, plan);
  });

  it.each([
    { replicas: 1, was: '2', becomes: '1' },
    { replicas: 2, was: '2', becomes: '1' },
    { replicas: 3, was: '1', becomes: '2' },
  ])(
    'want as many in sync as $replicas replicas bear, so that a topic of fewer never refuses every write',
    ({ replicas, was, becomes }) => {
      const [topic] = wanted;
      if (!topic) throw new Error('No topic.');
      const has = {
        ...asWanted(topic),
        replicationFactor: replicas,
        settings: { ...topic.settings, 'min.insync.replicas': was },
      };
      const change = planTopics([has], [topic]).find(({ kind }) => kind === 'change');
      expect(change).toMatchObject({
        changes: { 'min.insync.replicas': { from: was, to: becomes } },
        settings: { 'min.insync.replicas': becomes },
      });
    },
  );
});
