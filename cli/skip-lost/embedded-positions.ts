import { dataFiles, holdDataFolder } from '../../core/data-folder.ts';
import { createCodec } from '../../core/events/codec.ts';
import type { TopicName } from '../../core/events/topics.ts';
import { openEmbeddedCopyTarget } from '../../core/log/embedded/copy-target.ts';
import { openEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { toCommit } from '../../core/runtime/commit-metadata.ts';
import { groupOf } from '../../core/runtime/topic-reader.ts';
import { openEmbeddedArchive } from '../../sinks/archive/embedded/embedded-archive.ts';
import { openEmbeddedMetrics } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import { READERS, type ReaderName } from '../readers.ts';
import { committedPositions } from './committed-positions.ts';
import type { PartPosition } from './plan.ts';
import type { PositionStore } from './position-store.ts';

/**
 * Positions in the files of a data folder: those of the processors in the log, those of the sinks with their rows.
 * @throws ChatpulseError CHATPULSE_DATA_LOCKED where a server runs on the folder
 */
export function openEmbeddedPositions(dataDir: string): PositionStore {
  const held = holdDataFolder(dataDir);
  const files = dataFiles(dataDir);
  const log = openEmbeddedLog({ file: files.log });
  const archive = openEmbeddedArchive({ file: files.archive });
  const metrics = openEmbeddedMetrics({ file: files.metrics });
  return {
    log,
    codec: createCodec(),
    async positions() {
      const stored = [
        ...(await archive.positions()).map((at) => ({ part: 'archive' as const, ...at })),
        ...(await metrics.positions()).map((at) => ({ part: 'metrics' as const, stamp: -1, ...at })),
      ];
      return [
        ...(await committedPositions(log)),
        ...stored.flatMap(({ part, topic: name, partition, nextOffset, stamp }): PartPosition[] => {
          const topic = topicsOf(part).find((candidate) => candidate === name);
          const point = { offset: nextOffset, readTo: nextOffset, stamp };
          return topic ? [{ part, topic, partition, point }] : [];
        }),
      ];
    },
    // The folder is held: nothing else runs on it.
    checkStopped: async () => undefined,
    async store(positions) {
      const commits = openEmbeddedCopyTarget({ file: files.log });
      for (const { part, topic, partition, point } of positions) {
        const at = { topic, partition, nextOffset: point.offset };
        if (part === 'archive') await archive.write({ ...at, entries: [], stamp: point.stamp });
        else if (part === 'metrics') await metrics.write({ ...at, points: [] });
        else await commits.storeCommits(groupOf(part), [toCommit(topic, partition, point)]);
      }
      await commits.close();
    },
    async close() {
      await metrics.close();
      await archive.close();
      await log.close();
      held.release();
    },
  };
}

function topicsOf(part: ReaderName): readonly TopicName[] {
  return READERS.find((reader) => reader.part === part)?.topics ?? [];
}
