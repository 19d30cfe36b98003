import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { readConfig } from '../core/config.ts';
import { dataFiles } from '../core/data-folder.ts';
import { ChatpulseError } from '../core/errors.ts';

/** `--data DIR`, for commands that work on a data folder. */
export function dataOption(): Option {
  return new Option('--data <dir>', 'the data folder; default: CHATPULSE_DATA_DIR, or ./data');
}

/** The folder that the option, or else the settings, name. @throws ChatpulseError CHATPULSE_CONFIG_INVALID */
export function dataDirOf(option: string | undefined): string {
  return option === undefined ? readConfig(process.env).dataDir : resolve(option);
}

/** {@link dataDirOf}, where the command needs a log in it. @throws ChatpulseError CHATPULSE_DATA_MISSING */
export function filledDataDirOf(option: string | undefined): string {
  const dataDir = dataDirOf(option);
  if (!existsSync(dataFiles(dataDir).log))
    throw new ChatpulseError('CHATPULSE_DATA_MISSING', { message: `${dataDir} holds no log.` });
  return dataDir;
}
