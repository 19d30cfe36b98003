#!/usr/bin/env node
import { Command } from 'commander';
import { ChatpulseError } from '../core/errors.ts';
import { ServerProblem } from './client/server-client.ts';
import { stayAlive } from './stay-alive.ts';
import { VERSION } from './version.ts';

/** Errors that other settings or another argument mend: they end with 2, as wrong usage does. */
const WRONG_USAGE: ReadonlySet<string> = new Set([
  'CHATPULSE_CONFIG_INVALID',
  'CHATPULSE_TOKEN_REQUIRED',
  'CHATPULSE_URL_UNKNOWN',
]);

/** What each command needs is loaded when it is asked for: a small server has no drivers of large ones in memory. */
const COMMANDS = new Map<string, () => Promise<(program: Command) => void>>(
  Object.entries({
    up: async () => (await import('./commands/up.ts')).registerUp,
    run: async () => (await import('./roles/command.ts')).registerRun,
    setup: async () => (await import('./setup/command.ts')).registerSetup,
    shed: async () => (await import('./commands/shed.ts')).registerShed,
    rules: async () => (await import('./commands/rules.ts')).registerRules,
    groups: async () => (await import('./commands/groups.ts')).registerGroups,
    alerts: async () => (await import('./alerts/command.ts')).registerAlerts,
    'copy-log': async () => (await import('./copy-log/command.ts')).registerCopyLog,
    'skip-lost': async () => (await import('./skip-lost/command.ts')).registerSkipLost,
    watch: async () => (await import('./commands/watch.ts')).registerWatch,
    replay: async () => (await import('./commands/replay.ts')).registerReplay,
    analyze: async () => (await import('./commands/analyze.ts')).registerAnalyze,
    evaluate: async () => (await import('./evaluate/command.ts')).registerEvaluate,
    export: async () => (await import('./export/command.ts')).registerExport,
    verify: async () => (await import('./verify/command.ts')).registerVerify,
    rebuild: async () => (await import('./rebuild/command.ts')).registerRebuild,
    doctor: async () => (await import('./doctor/command.ts')).registerDoctor,
    logs: async () => (await import('./commands/logs.ts')).registerLogs,
  }),
);

const program = new Command('chatpulse')
  .description('Live-chat analytics: filtered chat, mood, words and history of live broadcasts.')
  .version(VERSION)
  // The help itself would push the error out of the window.
  .showHelpAfterError('Add --help to see how it is used.')
  .addHelpText(
    'after',
    '\nSettings are environment variables (CHATPULSE_…), described in docs/operations.md.\n' +
      'Exit codes: 0 done, 1 a problem was found or the work failed, 2 wrong usage or settings.',
  );
// Before the commands are added, which take it over.
program.exitOverride();
const asked = COMMANDS.get(process.argv[2] ?? '');
// Help, and a word that is no command, are answered from all of them.
for (const load of asked ? [asked] : COMMANDS.values()) (await load())(program);

try {
  await stayAlive(() => program.parseAsync());
} catch (error) {
  // A part that was left half started must not keep the process alive.
  process.exit(report(error));
}

/** Prints what a reader can act on, and answers the exit code. */
function report(error: unknown): number {
  // Commander has printed its own message already.
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('commander.'))
    return 'exitCode' in error && error.exitCode === 0 ? 0 : 2;
  if (error instanceof ChatpulseError || error instanceof ServerProblem) {
    console.error(`${error.code}: ${error.message}\n${error.hint}`);
    return WRONG_USAGE.has(error.code) ? 2 : 1;
  }
  console.error(error);
  return 1;
}
