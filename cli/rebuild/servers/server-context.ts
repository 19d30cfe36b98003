import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../core/config.ts';
import { ChatpulseError } from '../../../core/errors.ts';
import { createCodec } from '../../../core/events/codec.ts';
import { TOPICS, type TopicName } from '../../../core/events/topics.ts';
import { openLogReader } from '../../../core/log/embedded/log-reader.ts';
import { hasMembers } from '../../../core/log/kafka/group-positions.ts';
import { createKafkaLog } from '../../../core/log/kafka/kafka-log.ts';
import { groupOf } from '../../../core/runtime/topic-reader.ts';
import type { ReaderName } from '../../readers.ts';
import { kafkaOptions, schemaIdsOf, serverSettings, type ServerSettings } from '../../roles/servers.ts';
import { copyServerLog } from '../../verify/copied-log.ts';
import { readDeadLetters } from '../../verify/dead-letters.ts';
import { logSource } from '../../verify/embedded-log-source.ts';
import { PARTITION_NUMBERS, type ReadContext, type RebuildResult } from '../rebuild-context.ts';

export interface ServerRebuildOptions {
  readonly config: Config;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ServerRebuildContext extends ReadContext {
  readonly settings: ServerSettings;
  /**
   * To be called before anything of the store is taken away: what the sink has written since the copy was made is not
   * in the copy.
   * @throws ChatpulseError CHATPULSE_GROUP_RUNNING where the sink runs, or has run since the rebuild began
   */
  checkStopped(): Promise<void>;
}

/**
 * Runs a rebuild on a copy of the topics that it needs, in a folder of its own.
 * @throws ChatpulseError CHATPULSE_GROUP_RUNNING while the sink of the store is running
 */
export async function withServerContext(
  options: ServerRebuildOptions,
  needs: { readonly topics: readonly TopicName[]; readonly sink: ReaderName },
  task: (context: ServerRebuildContext) => Promise<Omit<RebuildResult, 'records'>>,
): Promise<RebuildResult> {
  const { config } = options;
  const settings = serverSettings(config);
  const connection = { ...kafkaOptions(settings.log), clientId: 'chatpulse-rebuild' };
  const group = groupOf(needs.sink);
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-rebuild-'));
  const kafka = createKafkaLog(connection);
  try {
    const positions = async (): Promise<string> => JSON.stringify(await kafka.committed(group));
    const before = await positions();
    const checkStopped = async (): Promise<void> => {
      if (await hasMembers(connection, group))
        throw new ChatpulseError('CHATPULSE_GROUP_RUNNING', { message: `${needs.sink} is running.` });
      if ((await positions()) !== before)
        throw new ChatpulseError('CHATPULSE_GROUP_RUNNING', {
          message: `${needs.sink} has run since the rebuild began.`,
        });
    };
    await checkStopped();
    const file = join(folder, 'log.db');
    const dead = Object.keys(TOPICS).filter((topic) => topic.endsWith('.dlq'));
    let records = 0;
    let total = 0;
    await copyServerLog({
      log: kafka,
      file,
      ids: await schemaIdsOf(config),
      topics: [...needs.topics, ...dead],
      // Reading the copy is the second half.
      onProgress: (done, all) => {
        total = all;
        options.onProgress?.(done, 2 * all);
      },
    });
    const reader = openLogReader(file);
    try {
      const log = logSource(reader);
      const result = await task({
        settings,
        checkStopped,
        log,
        codec: createCodec(),
        dead: readDeadLetters(log, PARTITION_NUMBERS.length),
        onRead(count) {
          records += count;
          options.onProgress?.(total + records, 2 * total);
        },
      });
      return { records, ...result };
    } finally {
      reader.close();
    }
  } finally {
    await kafka.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
