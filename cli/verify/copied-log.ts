import { OWN_SCHEMA_IDS, remapSchemaId, type SchemaIds } from '../../core/events/codec.ts';
import { PARTITIONS, TOPICS } from '../../core/events/topics.ts';
import { copyLog } from '../../core/log/copy.ts';
import { openEmbeddedCopyTarget } from '../../core/log/embedded/copy-target.ts';
import type { EventLog } from '../../core/log/port.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import type { LogSource } from './sources.ts';

/** Copies what Kafka holds into a file, where it can be read in order and as often as need be. */
export async function copyServerLog(options: {
  readonly log: EventLog;
  readonly file: string;
  /** The schema ids of its records; in the copy they are the project's own. */
  readonly ids: SchemaIds;
  /** Default: all. */
  readonly topics?: readonly string[];
  readonly onProgress: (done: number, total: number) => void;
}): Promise<void> {
  const to = openEmbeddedCopyTarget({ file: options.file });
  try {
    await copyLog({
      from: options.log,
      to,
      topics: options.topics ?? Object.keys(TOPICS),
      groups: options.topics ? [] : ['analyze', 'windows', 'words'].map(groupOf),
      check: false,
      remap: (value) => remapSchemaId(value, options.ids, OWN_SCHEMA_IDS),
      onProgress: ({ done, total }) => options.onProgress(done, total),
    });
  } finally {
    await to.close();
  }
}

/** The broadcasts of which anything is kept in `chat.analyzed`. */
export function broadcastsOf(log: LogSource): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const { start, end } = log.range('chat.analyzed', partition);
    for (const record of log.records('chat.analyzed', partition, start, end)) ids.add(record.key);
  }
  return ids;
}
