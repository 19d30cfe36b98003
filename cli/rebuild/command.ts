import { Argument, type Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { plural } from '../../core/plural.ts';
import { dataOption, filledDataDirOf } from '../data-option.ts';
import { createProgressLine, grouped, howFar } from '../progress-line.ts';
import { rebuildArchive } from './rebuild-archive.ts';
import type { RebuildOptions, RebuildResult } from './rebuild-context.ts';
import { rebuildWindows } from './rebuild-windows.ts';
import { rebuildWords } from './rebuild-words.ts';
import { rebuildServerArchive } from './servers/rebuild-server-archive.ts';
import { rebuildServerWindows } from './servers/rebuild-server-windows.ts';
import { rebuildServerWords } from './servers/rebuild-server-words.ts';
import type { ServerRebuildOptions } from './servers/server-context.ts';

type Projection = 'archive' | 'windows' | 'words';

const REBUILDS: Readonly<Record<Projection, (options: RebuildOptions) => Promise<RebuildResult>>> = {
  archive: rebuildArchive,
  windows: rebuildWindows,
  words: rebuildWords,
};

const SERVER_REBUILDS: Readonly<
  Record<Projection, (options: ServerRebuildOptions) => Promise<RebuildResult>>
> = {
  archive: rebuildServerArchive,
  windows: rebuildServerWindows,
  words: rebuildServerWords,
};

/** One of what it makes, and several. */
const UNITS: Readonly<Record<Projection, readonly [one: string, other: string]>> = {
  archive: ['message', 'messages'],
  windows: ['window', 'windows'],
  words: ['minute of words', 'minutes of words'],
};

const HELP = `
  archive   all messages with what was done to them, their search index, and the words that were published
  windows   the closed windows (10 s, 1 min) of the metric store, counted anew
  words     the words of all closed minutes, counted anew

The result equals what the running server wrote. The log is only read: nothing is appended to it. Scores are facts of
the log and stay; they are not computed again. What is older than the log (CHATPULSE_RETENTION_DAYS) is kept as it was.
Authors who were erased stay erased.

The server must be stopped. Archive and windows are built beside the old file and put in its place when they are whole;
words are merged in one transaction: when it fails, or is killed, the old one is there. Needs as much free space as the
file has now. A damaged archive.db or metrics.db: move it away first when older rows cannot be read from it.

On servers (CHATPULSE_LOG is kafka://…) the sink of the store must be stopped everywhere: archive for archive and words,
metrics for windows. The archive is built beside the collections in use; windows and words are written over what is
there, and a run that was cut short is mended by the next. Broadcasts that the log does not know stay.

Exit codes: 0 rebuilt, 1 the server is running or a file cannot be read or written, 2 wrong usage or settings.

Example:
  chatpulse rebuild windows --data /var/lib/chatpulse`;

/** Adds `chatpulse rebuild`. */
export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .description('make a projection anew from the log')
    .addArgument(new Argument('<projection>', 'what to rebuild').choices(Object.keys(REBUILDS)))
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (projection: Projection, options: { data?: string }) => {
      const progress = createProgressLine();
      const onProgress = (done: number, total: number): void =>
        progress.show(`rebuild ${projection}: ${howFar(done, total)} ${plural(total, 'record')}`);
      const config = readConfig(process.env);
      const { records, rebuilt, kept } = await (
        config.log.kind === 'kafka' && options.data === undefined
          ? SERVER_REBUILDS[projection]({ config, onProgress })
          : REBUILDS[projection]({ dataDir: filledDataDirOf(options.data), onProgress })
      ).finally(() => progress.end());
      const older = kept > 0 ? `, ${grouped(kept)} older ${plural(kept, 'one')} kept` : '';
      process.stdout.write(
        `Rebuilt ${projection} from ${grouped(records)} ${plural(records, 'record')}: ${grouped(rebuilt)} ${plural(rebuilt, ...UNITS[projection])}${older}.\n`,
      );
    });
}
