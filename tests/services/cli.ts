/**
 * The servers that tests, and the product in its distributed shape, need on this machine:
 *
 *   npm run services                        starts all and prints the settings
 *   npm run services -- start kafka mongo   starts some
 *   npm run services -- stop                ends what was started, and nothing else
 *
 * `eval "$(npm run --silent services)"` takes the settings into a shell.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CATALOGUE } from './catalogue.ts';
import { keep } from './keeper.ts';
import {
  makeRunFolder,
  readState,
  removeRunFolder,
  runFolders,
  stillRuns,
  type RunProcess,
  type RunState,
} from './run-folder.ts';

/** The first start fetches what it needs. */
const PATIENCE_MS = 10 * 60_000;
/** How long processes may take to end before they are asked less kindly. */
const STOP_MS = 30_000;

const [command = 'start', ...names] = process.argv.slice(2);
if (command === 'keep') await keep(names[0] ?? '', (names[1] ?? '').split(','), (names[2] ?? '').split(','));
else if (command === 'start') await start(names);
else if (command === 'stop') await stop();
else {
  console.error(`Usage: services [start [${Object.keys(CATALOGUE).join('|')}…]] | stop`);
  process.exitCode = 2;
}

async function start(asked: readonly string[]): Promise<void> {
  const wanted = asked.length > 0 ? asked : Object.keys(CATALOGUE);
  const wrong = wanted.filter((name) => !(name in CATALOGUE));
  if (wrong.length > 0) {
    console.error(`There is no ${wrong.join(', ')}; there are ${Object.keys(CATALOGUE).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const there = liveRuns();
  const missing = wanted.filter((name) => !there.some(({ services }) => services.includes(name)));
  if (missing.length > 0) there.push(await startRun(missing));
  for (const { settings } of there)
    for (const [name, value] of Object.entries(settings)) console.log(`export ${name}=${value}`);
}

/** Starts services in a process that goes on when this one has ended; resolves when they are ready. */
async function startRun(services: readonly string[]): Promise<RunState> {
  const folder = makeRunFolder();
  const logFile = join(folder, 'keeper.log');
  const log = openSync(logFile, 'a');
  const gateways = process.env['CHATPULSE_TEST_GATEWAYS'] ?? '127.0.0.1:8080,127.0.0.1:8081';
  const keeper = spawn(process.execPath, [process.argv[1] ?? '', 'keep', folder, services.join(), gateways], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  keeper.unref();
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = readState(folder);
    if (state?.state === 'ready') return state;
    if (state?.state === 'failed' || keeper.exitCode !== null || Date.now() > deadline) {
      const problem = state?.problem ?? readFileSync(logFile, 'utf8');
      keeper.kill();
      throw new Error(`The services did not start; ${folder} has their logs.\n${problem}`);
    }
    await pause(100);
  }
}

/** Ends all runs of this user. Only processes that a run has written down as its own are touched. */
async function stop(): Promise<void> {
  for (const folder of runFolders()) {
    const processes = (readState(folder)?.processes ?? []).filter(stillRuns);
    // The first is the keeper, which ends the others. Where it was killed they are ended one by one.
    await end(processes.slice(0, 1), 'SIGTERM', STOP_MS);
    await end(processes, 'SIGTERM', STOP_MS);
    await end(processes, 'SIGKILL', STOP_MS);
    removeRunFolder(folder);
  }
}

async function end(
  processes: readonly RunProcess[],
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  for (const { pid } of processes.filter(stillRuns)) process.kill(pid, signal);
  const deadline = Date.now() + patienceMs;
  while (processes.some(stillRuns) && Date.now() < deadline) await pause(50);
}

function liveRuns(): RunState[] {
  return runFolders()
    .map(readState)
    .filter((state): state is RunState => state?.state === 'ready' && state.processes.every(stillRuns));
}
