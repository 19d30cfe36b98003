import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig, type Config } from '../../core/config.ts';
import { dataFiles } from '../../core/data-folder.ts';
import { ChatpulseError, describeError } from '../../core/errors.ts';
import { openEmbeddedSnapshots } from '../verify/embedded-snapshots.ts';
import { checkFiles, checkLeftovers } from './check-files.ts';
import { checkLastRun } from './check-last-run.ts';
import { checkChecksums, checkParts } from './check-log.ts';
import { checkFolder, checkNode, checkPort } from './check-machine.ts';
import { checkModels } from './check-models.ts';
import { checkPlatforms } from './check-platforms.ts';
import { fail, ok, type Finding } from './finding.ts';
import { examineServers } from './servers/examine-servers.ts';

export interface ExamineOptions {
  /** The environment with the settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Overrides the settings' data folder. */
  readonly dataDir?: string;
  /** Leaves out whatever needs a network. */
  readonly offline: boolean;
  /** Looks through large files too. */
  readonly thorough: boolean;
}

/** Examines everything that a server needs, without changing any of it. Never throws: what cannot be examined is a finding. */
export async function* examine(options: ExamineOptions): AsyncGenerator<Finding, void> {
  const { config, finding } = readSettings(options);
  yield checkNode(process.version);
  yield finding;
  const dataDir =
    options.dataDir === undefined ? (config?.dataDir ?? resolve('./data')) : resolve(options.dataDir);
  yield* await checkFolder(dataDir);
  // With servers the folder holds recordings and caches; a folder that is named is examined all the same.
  const onServers = config?.log.kind === 'kafka' && options.dataDir === undefined;
  let held = false;
  if (!onServers) held = yield* examineFolder(dataDir, options);
  else if (options.offline) yield ok('servers', 'not asked (--offline)');
  else yield* examineServers(config);

  yield await checkModels();
  if (config) {
    // The running server has the port; of many machines only those of gateways need one.
    if (!held && !onServers) yield* await checkPort(config);
    if (!options.offline) yield* await checkPlatforms(config);
  }
}

/** Answers whether a server holds the folder. */
function* examineFolder(
  dataDir: string,
  options: { readonly thorough: boolean },
): Generator<Finding, boolean> {
  const { held, finding: lastRun } = checkLastRun(dataDir);
  yield lastRun;
  const fileFindings = checkFiles(dataFiles(dataDir), options);
  yield* fileFindings;
  yield* checkLeftovers(dataDir);
  // What is damaged is not read any further.
  if (existsSync(dataFiles(dataDir).log) && fileFindings.every(({ level }) => level === 'ok'))
    yield* examineLog(dataDir, { held, thorough: options.thorough });
  return held;
}

function readSettings({ env }: ExamineOptions): { config: Config | undefined; finding: Finding } {
  try {
    const config = readConfig(env);
    const set = Object.keys(env).filter((name) => name.startsWith('CHATPULSE_')).length;
    return {
      config,
      finding: ok('settings', set === 0 ? 'all at their defaults' : `${set} set, all understood`),
    };
  } catch (error) {
    const message = error instanceof ChatpulseError ? error.message : describeError(error);
    return { config: undefined, finding: fail('settings', message, 'Correct the settings named.') };
  }
}

function* examineLog(
  dataDir: string,
  options: { readonly held: boolean; readonly thorough: boolean },
): Generator<Finding, void> {
  const files = dataFiles(dataDir);
  try {
    yield checkChecksums(files.log, options);
    const snapshots = openEmbeddedSnapshots(files);
    try {
      yield* checkParts(snapshots.take(), files.log, options.held);
    } finally {
      snapshots.close();
    }
  } catch (error) {
    yield fail('log', describeError(error), 'See the findings on log.db.');
  }
}
