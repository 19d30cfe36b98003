import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatpulseError } from '../../core/errors.ts';
import type { SourceSettings } from '../port.ts';
import { isRecordingName } from './channel.ts';

export const RECORDINGS_FOLDER = 'recordings';

/**
 * The path of a recording by its name. Only regular files that lie in the recordings folder are given out (no links,
 * which may lead elsewhere), besides those that the command line itself named.
 * @throws ChatpulseError CHATPULSE_RECORDING_UNKNOWN
 */
export async function findRecording(
  name: string,
  settings: Pick<SourceSettings, 'dataDir' | 'extraRecordings'>,
): Promise<string> {
  const extra = settings.extraRecordings?.get(name);
  if (extra !== undefined) return extra;
  if (!isRecordingName(name)) throw unknown(name);
  const path = join(settings.dataDir, RECORDINGS_FOLDER, name);
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile()) throw unknown(name);
  return path;
}

function unknown(name: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_RECORDING_UNKNOWN', {
    message: `There is no recording "${name.slice(0, 100)}" in the folder ${RECORDINGS_FOLDER}.`,
  });
}
