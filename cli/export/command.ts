import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { dataFiles } from '../../core/data-folder.ts';
import { plural } from '../../core/plural.ts';
import { openEmbeddedArchiveReader } from '../../sinks/archive/embedded/embedded-archive.ts';
import { dataOption, filledDataDirOf } from '../data-option.ts';
import { createProgressLine, howFar } from '../progress-line.ts';
import { exportBroadcast } from './export-broadcast.ts';
import { EXPORT_COLUMNS } from './export-row.ts';
import { EXPORT_FORMATS, exportWriter, type ExportFormat } from './formats.ts';
import { knownBroadcasts } from './known-broadcasts.ts';
import { fileOutput, streamOutput } from './output.ts';

const width = Math.max(...EXPORT_COLUMNS.map(({ name }) => name.length));
const HELP = `
Columns, in this order (in jsonl: fields of one object a line):
${EXPORT_COLUMNS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}

CSV follows RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it: use jsonl where
the exact text matters. Excel shows Korean text only with --bom. Lists are parted by spaces; nothing is an empty cell.

Reads the archive alone, also beside a running server. A file is written beside its place and moved there when whole.

Exit codes: 0 exported, 1 no such broadcast or a file cannot be read or written, 2 wrong usage or settings.

Examples:
  chatpulse export twitch-name-20260101T120000000Z --format jsonl | gzip > chat.jsonl.gz
  chatpulse export twitch-name-20260101T120000000Z --format csv --bom --out chat.csv`;

interface Options {
  readonly format: ExportFormat;
  readonly data?: string;
  readonly out?: string;
  readonly bom?: boolean;
}

/** Adds `chatpulse export`. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('write all messages of a broadcast, a row each')
    .argument('<broadcast>', 'id of the broadcast, as the pages and /api/broadcasts show it')
    .addOption(new Option('--format <format>', 'how to write them').choices(EXPORT_FORMATS).default('jsonl'))
    .addOption(dataOption())
    .option('--out <file>', 'the file to write; default: standard output')
    .option('--bom', 'begin a CSV with a byte order mark, for Excel')
    .addHelpText('after', HELP)
    .action(exportTo);
}

async function exportTo(broadcastId: string, options: Options): Promise<void> {
  const files = dataFiles(filledDataDirOf(options.data));
  const archive = openEmbeddedArchiveReader({ file: files.archive });
  const output = options.out === undefined ? streamOutput(process.stdout) : fileOutput(resolve(options.out));
  const progress = createProgressLine();
  try {
    await exportBroadcast({
      archive,
      broadcastId,
      output,
      writer: exportWriter(options.format, { bom: options.bom ?? false }),
      knownBroadcasts: () => knownBroadcasts(files),
      onProgress: (done, total) =>
        progress.show(`export: ${howFar(done, total)} ${plural(total, 'message')}`),
    });
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    progress.end();
    await archive.close();
  }
}
