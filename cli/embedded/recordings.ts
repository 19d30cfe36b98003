import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedBroadcast, Recording, RecognisedInput } from '../../gateway/options.ts';
import type { ChatSource } from '../../producers/port.ts';
import { isRecordingName } from '../../producers/replay/channel.ts';
import { nextRun, withRun } from '../../producers/replay/plan.ts';
import { RECORDINGS_FOLDER } from '../../producers/replay/recordings.ts';

/** The recordings that may be replayed by name. */
export async function listRecordings(dataDir: string): Promise<Recording[]> {
  const folder = join(dataDir, RECORDINGS_FOLDER);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && isRecordingName(entry.name))
    .map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, bytes: size, modifiedAt: Math.round(mtimeMs) };
    }),
  );
}

/** The broadcasts of the next run of a recording; undefined for what is no recording. */
export async function planRecording(
  sources: readonly ChatSource[],
  input: RecognisedInput,
  existingIds: Iterable<string>,
): Promise<readonly PlannedBroadcast[] | undefined> {
  const source = sources.find((candidate) => candidate.platform === input.platform);
  const planned = await source?.plan?.({ channel: input.channel, broadcastId: '' });
  const first = planned?.[0];
  if (!planned || !first) return undefined;
  const run = nextRun(first.broadcastId, existingIds);
  return planned.map((broadcast) => withRun(broadcast, run));
}
