import { ChatpulseError } from '../../../core/errors.ts';
import {
  describeStep,
  MIN_INSYNC,
  openTopicAdmin,
  planTopics,
  wantedTopics,
  type ExistingTopic,
  type TopicStep,
} from '../../../core/log/kafka/setup.ts';
import type { KafkaConnection } from '../../../core/log/kafka/internals.ts';
import { plural } from '../../../core/plural.ts';
import { fail, ok, warn, type Finding } from '../finding.ts';

const SETUP = 'Run `chatpulse setup`, which shows what it would do first.';

/** The brokers, and the topics with their settings. @throws ChatpulseError where the brokers cannot be asked */
export async function checkTopics(
  connection: KafkaConnection,
  { retentionDays }: { readonly retentionDays: number },
): Promise<Finding[]> {
  const admin = await openTopicAdmin(connection);
  try {
    const brokers = await admin.brokers();
    const wanted = wantedTopics({ retentionDays, replicationFactor: await admin.replicationFactor() });
    const existing = await admin.existing(wanted.map(({ name }) => name));
    return [
      ok('brokers', `${brokers} ${plural(brokers, 'broker answers', 'brokers answer')}`),
      ...topicFindings(
        existing,
        planOrProblem(() => planTopics(existing, wanted)),
      ),
    ];
  } finally {
    await admin.close();
  }
}

function planOrProblem(plan: () => readonly TopicStep[]): readonly TopicStep[] | ChatpulseError {
  try {
    return plan();
  } catch (error) {
    if (error instanceof ChatpulseError) return error;
    throw error;
  }
}

export function topicFindings(
  existing: readonly ExistingTopic[],
  plan: readonly TopicStep[] | ChatpulseError,
): Finding[] {
  if (plan instanceof ChatpulseError) return [fail('topics', plan.message, plan.hint)];
  const stuck = existing.filter(
    ({ settings, replicationFactor }) => Number(settings[MIN_INSYNC]) > replicationFactor,
  );
  const missing = plan.flatMap((step) => (step.kind === 'create' ? [step.topic.name] : []));
  const changes = plan.filter(({ kind }) => kind === 'change');
  const notes = plan.filter(({ kind }) => kind === 'note');
  const behind = existing.filter((topic) => topic.behind > 0);
  const findings = [
    ...(missing.length > 0 ? [fail('topics', `Missing: ${missing.join(', ')}.`, SETUP)] : []),
    ...(stuck.length > 0
      ? [
          fail(
            'topics',
            `${stuck.map(({ name }) => name).join(', ')}: more replicas must be in sync than there are, so every write is refused.`,
            SETUP,
          ),
        ]
      : []),
    ...(changes.length > 0
      ? [warn('topics', `Settings differ: ${changes.map(describeStep).join('; ')}.`, SETUP)]
      : []),
    ...(notes.length > 0
      ? [
          warn(
            'topics',
            notes.map(describeStep).join('; '),
            'With fewer copies than brokers allow, the loss of one broker can stop or lose a topic.',
          ),
        ]
      : []),
    ...(behind.length > 0
      ? [
          warn(
            'replicas',
            `Not every replica has all records: ${behind.map(({ name, behind: count }) => `${name} (${count} ${plural(count, 'partition')})`).join(', ')}.`,
            'A broker is away or slow; see the log of the brokers.',
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [ok('topics', `all ${existing.length} are as they should be`)];
}
