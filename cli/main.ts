#!/usr/bin/env node
import { Command } from 'commander';
import { ChatpulseError } from '../core/errors.ts';
import { ServerProblem } from './client/server-client.ts';
import { registerAlerts } from './alerts/command.ts';
import { registerAnalyze } from './commands/analyze.ts';
import { registerLogs } from './commands/logs.ts';
import { registerReplay } from './commands/replay.ts';
import { registerGroups } from './commands/groups.ts';
import { registerRules } from './commands/rules.ts';
import { registerShed } from './commands/shed.ts';
import { registerUp } from './commands/up.ts';
import { registerCopyLog } from './copy-log/command.ts';
import { registerRun } from './roles/command.ts';
import { registerSetup } from './setup/command.ts';
import { registerSkipLost } from './skip-lost/command.ts';
import { registerWatch } from './commands/watch.ts';
import { registerDoctor } from './doctor/command.ts';
import { registerEvaluate } from './evaluate/command.ts';
import { registerExport } from './export/command.ts';
import { registerRebuild } from './rebuild/command.ts';
import { stayAlive } from './stay-alive.ts';
import { registerVerify } from './verify/command.ts';
import { VERSION } from './version.ts';

/** Errors that better settings mend: they end with 2, as wrong usage does. */
const WRONG_SETTINGS: ReadonlySet<string> = new Set(['CHATPULSE_CONFIG_INVALID', 'CHATPULSE_TOKEN_REQUIRED']);

const program = new Command('chatpulse')
  .description('Live-chat analytics: filtered chat, mood, words and history of live broadcasts.')
  .version(VERSION)
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nSettings are environment variables (CHATPULSE_…), described in docs/operations.md.\n' +
      'Exit codes: 0 done, 1 a problem was found or the work failed, 2 wrong usage or settings.',
  );
// Before the commands are added, which take it over.
program.exitOverride();
registerUp(program);
registerRun(program);
registerSetup(program);
registerShed(program);
registerRules(program);
registerGroups(program);
registerAlerts(program);
registerCopyLog(program);
registerSkipLost(program);
registerWatch(program);
registerReplay(program);
registerAnalyze(program);
registerEvaluate(program);
registerExport(program);
registerVerify(program);
registerRebuild(program);
registerDoctor(program);
registerLogs(program);

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
    return WRONG_SETTINGS.has(error.code) ? 2 : 1;
  }
  console.error(error);
  return 1;
}
