import type { Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { createCodec } from '../../core/events/codec.ts';
import { plural } from '../../core/plural.ts';
import { agreed } from '../agreed.ts';
import { dataOption, filledDataDirOf } from '../data-option.ts';
import { grouped } from '../progress-line.ts';
import { kafkaOptions, schemaIdsOf } from '../roles/servers.ts';
import { openEmbeddedPositions } from './embedded-positions.ts';
import { openKafkaPositions } from './kafka-positions.ts';
import { describeSkip } from './plan.ts';
import type { PositionStore } from './position-store.ts';
import { applySkips, findSkips } from './skip-lost.ts';

const HELP = `
For a part that fails with CHATPULSE_OFFSET_OUT_OF_RANGE because it was stopped for longer than records are kept: moves
its positions to the first record that is kept. What was deleted unread is lost to that part for good. It is put on
record before: a gap for every broadcast that it may concern, which pages show, and the exact offsets in the dead-letter
topic, by which \`chatpulse verify\` knows them. Shows the plan first. Doing it again changes nothing.

Every process of the parts concerned must be stopped; the others may run. Works on the servers that CHATPULSE_LOG and
CHATPULSE_REGISTRY_URL name, or on a data folder.

Examples:
  chatpulse skip-lost --plan
  chatpulse skip-lost --yes`;

interface Options {
  readonly data?: string;
  readonly plan?: boolean;
  readonly yes?: boolean;
}

/** Adds `chatpulse skip-lost`. */
export function registerSkipLost(program: Command): void {
  program
    .command('skip-lost')
    .description('let a part go on whose next records were deleted before it had read them')
    .addOption(dataOption())
    .option('--plan', 'only show what would be skipped')
    .option('--yes', 'do not ask')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const store = await openPositions(options.data);
      try {
        await skipLost(store, options);
      } finally {
        await store.close();
      }
    });
}

async function skipLost(store: PositionStore, options: Options): Promise<void> {
  const skips = await findSkips(store);
  if (skips.length === 0) {
    process.stdout.write('Every part finds its next record.\n');
    return;
  }
  process.stdout.write(`${skips.map(describeSkip).join('\n')}\n`);
  if (options.plan) return;
  if (!options.yes && !(await agreed())) {
    process.stdout.write('Nothing was changed.\n');
    return;
  }
  const { gaps } = await applySkips(store, skips, { now: Date.now() });
  process.stdout.write(`Done; ${grouped(gaps)} ${plural(gaps, 'gap')} recorded.\n`);
}

async function openPositions(data: string | undefined): Promise<PositionStore> {
  const config = readConfig(process.env);
  if (config.log.kind !== 'kafka' || data !== undefined) return openEmbeddedPositions(filledDataDirOf(data));
  const ids = await schemaIdsOf(config);
  return openKafkaPositions(
    { ...kafkaOptions(config.log), clientId: 'chatpulse-skip-lost' },
    createCodec(ids),
  );
}
