import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { planSchemas, registerSchemas } from '../../core/events/registry/register-schemas.ts';
import {
  applyTopicPlan,
  describeStep,
  openTopicAdmin,
  planTopics,
  wantedTopics,
} from '../../core/log/kafka/setup.ts';
import { agreed } from '../agreed.ts';
import { kafkaOptions } from '../roles/servers.ts';

const HELP = `
Makes what is missing on the servers that CHATPULSE_LOG and CHATPULSE_REGISTRY_URL name, and changes settings that differ:
topics with their partitions, retention, clean-up policy and replicas; schemas with FULL_TRANSITIVE compatibility. Shows
the plan first. Doing it again changes nothing. Collections of MongoDB and databases of InfluxDB are made by the sinks.

Examples:
  chatpulse setup --plan
  chatpulse setup --yes --replication 3`;

interface SetupOptions {
  readonly plan?: boolean;
  readonly yes?: boolean;
  readonly replication?: number;
}

export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description('make the topics and register the schemas that the roles need')
    .option('--plan', 'only show what would be done')
    .option('--yes', 'do not ask')
    .option(
      '--replication <n>',
      'copies of every record; default 3 with three brokers or more, else 1',
      countOf,
    )
    .addHelpText('after', HELP)
    .action(setup);
}

async function setup(options: SetupOptions): Promise<void> {
  const config = readConfig(process.env);
  if (config.log.kind !== 'kafka')
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message:
        'There is nothing to set up for the embedded log. CHATPULSE_LOG: must be kafka://host:port,host:port.',
    });
  const admin = await openTopicAdmin({ ...kafkaOptions(config.log), clientId: 'chatpulse-setup' });
  try {
    const wanted = wantedTopics({
      retentionDays: config.retentionDays,
      replicationFactor: options.replication ?? (await admin.replicationFactor()),
    });
    const topics = planTopics(await admin.existing(wanted.map(({ name }) => name)), wanted);
    const { registryUrl: url } = config;
    const schemas = url === undefined ? [] : await planSchemas({ url });
    const lines = [...topics.map(describeStep), ...schemas];
    process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : 'Everything is as it should be.\n');
    const toDo = topics.filter(({ kind }) => kind !== 'note').length + schemas.length;
    if (options.plan || toDo === 0) return;
    if (!options.yes && !(await agreed())) {
      process.stdout.write('Nothing was changed.\n');
      return;
    }
    await applyTopicPlan(admin, topics);
    if (url !== undefined) await registerSchemas({ url });
    process.stdout.write('Done.\n');
  } finally {
    await admin.close();
  }
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
