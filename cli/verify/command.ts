import { InvalidArgumentError, type Command } from 'commander';
import { plural } from '../../core/plural.ts';
import { dataOption, filledDataDirOf } from '../data-option.ts';
import { createProgressLine, grouped, howFar } from '../progress-line.ts';
import { readConfig } from '../../core/config.ts';
import { dataFiles } from '../../core/data-folder.ts';
import { openEmbeddedSnapshots } from './embedded-snapshots.ts';
import { formatReport } from './format-report.ts';
import { openServerSnapshots } from './server-snapshots.ts';
import { verifyData } from './verify-data.ts';

const HELP = `
Reads the log, the archive and the metric store (only reads, also beside a running server; of servers, which are named
by CHATPULSE_LOG, CHATPULSE_ARCHIVE and CHATPULSE_METRICS, while nothing is captured) and proves that
  - every record of the log is whole and in its partition
  - every accepted message is analysed once: in order, unchanged, at the time of its broadcast; repeats within 50,000
    records and copies of shared chat are dropped, and nothing else
  - every analysed message is archived once, with what was done to it: removed, hidden, approved, erased
  - every closed window (10 s, 1 min) counts each of its messages once, and every minute's words are those that were said
  - with --ledger, every message that was acknowledged to a producer is in the log and in the archive

What a part has not processed yet is told as such and is no problem; neither is what the log no longer keeps.
The ledger is what a server writes when CHATPULSE_LEDGER names a file: one id a line (broadcast/message).

Exit codes: 0 nothing wrong, 1 problems found or a file cannot be read, 2 wrong usage or settings.

Examples:
  chatpulse verify
  chatpulse verify --data /var/lib/chatpulse --ledger acknowledged.txt
  chatpulse verify --json | jq .problems`;

/** Adds `chatpulse verify`. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description('prove that nothing was lost, doubled or miscounted')
    .addOption(dataOption())
    .option('--ledger <file>', 'compare with a list of acknowledged ids')
    .option('--max-problems <n>', 'problems to show per rule', countOf, 20)
    .option('--json', 'answer one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: { data?: string; ledger?: string; maxProblems: number; json?: boolean }) => {
      const progress = createProgressLine();
      const config = readConfig(process.env);
      const snapshots =
        config.log.kind === 'kafka' && options.data === undefined
          ? await openServerSnapshots({
              config,
              onProgress: (what, done, total) =>
                progress.show(`verify: ${total > 0 ? howFar(done, total) : grouped(done)} ${what}`),
            }).finally(() => progress.end())
          : openEmbeddedSnapshots(dataFiles(filledDataDirOf(options.data)));
      const report = await verifyData({
        snapshots,
        ...(options.ledger === undefined ? {} : { ledgerFile: options.ledger }),
        maxProblems: options.maxProblems,
        onProgress: ({ phase, done, total }) =>
          progress.show(
            phase === 'log'
              ? `verify: ${howFar(done, total)} ${plural(total, 'record')}`
              : `verify: ledger, step ${grouped(done)}`,
          ),
      }).finally(() => progress.end());
      process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
      if (!report.ok) process.exitCode = 1;
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('It must be a whole number.');
  return count;
}
