import { dataFiles } from '../../core/data-folder.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { openEmbeddedArchiveReader } from '../../sinks/archive/embedded/embedded-archive.ts';

/** Watches from outside how far a running server's archive has come, beside it and without asking it. */
export interface ArchiveWatch {
  /** Records of a topic in the log. */
  logged(topic: string): number;
  /** Resolves when the archive holds everything that `chat.raw` held at the call, and nothing has come since. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export function watchArchive(dataDir: string): ArchiveWatch {
  const files = dataFiles(dataDir);
  const log = openLogReader(files.log);
  const archive = openEmbeddedArchiveReader({ file: files.archive });

  function logged(topic: string): number {
    return log
      .partitions()
      .filter((partition) => partition.topic === topic)
      .reduce((sum, partition) => sum + partition.next - partition.start, 0);
  }

  async function behind(): Promise<number> {
    const analyzed = log.partitions().filter((partition) => partition.topic === 'chat.analyzed');
    const at = new Map(
      (await archive.positions())
        .filter((position) => position.topic === 'chat.analyzed')
        .map((position) => [position.partition, position.nextOffset]),
    );
    const commits = new Map(
      log.committed('chatpulse.analyze').map((commit) => [commit.partition, commit.offset]),
    );
    const raw = log.partitions().filter((partition) => partition.topic === 'chat.raw');
    return (
      raw.reduce((sum, { partition, next }) => sum + next - (commits.get(partition) ?? 0), 0) +
      analyzed.reduce((sum, { partition, next }) => sum + next - (at.get(partition) ?? 0), 0)
    );
  }

  return {
    logged,
    async caughtUp() {
      while ((await behind()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async close() {
      log.close();
      await archive.close();
    },
  };
}
