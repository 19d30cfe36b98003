import type { Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { remapSchemaId } from '../../core/events/codec.ts';
import { TOPICS, type TopicName } from '../../core/events/topics.ts';
import { copyLog } from '../../core/log/copy.ts';
import { plural } from '../../core/plural.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { PRODUCERS_GROUP } from '../../producers/supervisor/watch-reader.ts';
import { createProgressLine, grouped, howFar } from '../progress-line.ts';
import { openSource, openTarget, parseEndpoint } from './endpoints.ts';

const HELP = `
A log is embedded:FOLDER (embedded: alone is CHATPULSE_DATA_DIR) or kafka://host:port,host:port. Schema ids of Kafka are
those of the registry that CHATPULSE_REGISTRY_URL names. Topics must be there: run \`chatpulse setup\` before.

Offsets, append times, headers and the positions of the parts come along, so everything that refers to them holds.
Stop what writes to either log before. A copy that was cut short goes on when it is run again. At the end both logs are
read and compared. Archive and figures are made anew from the log by whatever runs on the copy.

Examples:
  chatpulse copy-log embedded: kafka://127.0.0.1:9092
  chatpulse copy-log kafka://127.0.0.1:9092 embedded:./data-copy`;

/** The parts whose positions say what they have written into the log; the sinks read the copy from its beginning. */
const COPIED_GROUPS = [...['analyze', 'windows', 'words', 'alerts', 'notify'].map(groupOf), PRODUCERS_GROUP];

export function registerCopyLog(program: Command): void {
  program
    .command('copy-log')
    .description('copy the whole log to another one: from one machine to Kafka, and back')
    .argument('<from>', 'embedded:FOLDER or kafka://host:port')
    .argument('<to>', 'embedded:FOLDER or kafka://host:port')
    .option('--no-check', 'do not read both logs again to compare them')
    .addHelpText('after', HELP)
    .action(async (from: string, to: string, options: { check: boolean }) => {
      const config = readConfig(process.env);
      const [sourceEnd, targetEnd] = [parseEndpoint(from, config), parseEndpoint(to, config)];
      const source = await openSource(sourceEnd, config);
      try {
        const target = await openTarget(targetEnd, config);
        const progress = createProgressLine();
        try {
          const result = await copyLog({
            from: source.log,
            to: target.log,
            // What is kept for a day alone is of the processes there, and says nothing about those here.
            topics: Object.keys(TOPICS).filter((name) => TOPICS[name as TopicName].retention !== 'day'),
            groups: COPIED_GROUPS,
            check: options.check,
            remap: (value) => remapSchemaId(value, source.ids, target.ids),
            onProgress: ({ phase, done, total }) =>
              progress.show(
                `${phase === 'copy' ? 'copying' : 'comparing'}: ${howFar(done, total)} ${plural(total, 'record')}`,
              ),
          }).finally(() => progress.end());
          process.stdout.write(
            `Copied ${grouped(result.copied)} ${plural(result.copied, 'record')}` +
              (result.there > 0
                ? `; ${grouped(result.there)} ${plural(result.there, 'was', 'were')} there already`
                : '') +
              (result.damaged > 0
                ? `; ${grouped(result.damaged)} of them ${plural(result.damaged, 'is', 'are')} damaged in the source`
                : '') +
              (options.check ? '. Both logs hold the same.\n' : '.\n'),
          );
        } finally {
          await target.close();
        }
      } finally {
        await source.close();
      }
    });
}
