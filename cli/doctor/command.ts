import type { Command } from 'commander';
import { dataOption } from '../data-option.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

const HELP = `
Examines, without changing anything and also beside a running server:
  the version of Node.js, the settings, the data folder and its free space; who holds it, or how the last run ended;
  each data file (kind, tables, pages), the checksums of the log (a sample), how far each part is, dead letters;
  with servers (CHATPULSE_LOG is kafka://…): brokers, topics and their settings, the registry's schemas, the archive and
  its indexes, the metric store and its retention policies, each part's lag and whether it finds its next record;
  that the models load, that the port is free, and that the platforms can be reached (a TCP connection, nothing is sent).
Every finding that is not ok says what to do.

Exit codes: 0 nothing fails (warnings may be there), 1 something fails, 2 wrong usage.

Examples:
  chatpulse doctor
  chatpulse doctor --offline --json | jq '.[] | select(.level != "ok")'`;

interface Options {
  readonly data?: string;
  readonly offline?: boolean;
  readonly thorough?: boolean;
  readonly json?: boolean;
}

/** Adds `chatpulse doctor`. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('examine settings, data and everything that is needed, and say what to do')
    .addOption(dataOption())
    .option('--offline', 'do not connect to any platform')
    .option('--thorough', 'look through all of large files')
    .option('--json', 'answer one JSON array')
    .addHelpText('after', HELP)
    .action(async ({ data, offline = false, thorough = false, json = false }: Options) => {
      const findings: Finding[] = [];
      const options = {
        env: process.env,
        offline,
        thorough,
        ...(data === undefined ? {} : { dataDir: data }),
      };
      for await (const finding of examine(options)) {
        findings.push(finding);
        if (!json) process.stdout.write(lineOf(finding));
      }
      if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
      if (findings.some(({ level }) => level === 'fail')) process.exitCode = 1;
    });
}

const CHECK_WIDTH = 12;

function lineOf({ check, level, what, todo }: Finding): string {
  const line = `${level.padEnd(4)}  ${check.padEnd(CHECK_WIDTH)}  ${what}\n`;
  return todo === undefined ? line : `${line}${' '.repeat(CHECK_WIDTH + 8)}-> ${todo}\n`;
}
