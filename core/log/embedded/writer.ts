import { ChatpulseError } from '../../errors.ts';
import { TOPICS, type TopicSettings } from '../../events/topics.ts';
import type { LogConnection, PartitionMoved } from './connection.ts';
import { createGroupCommitter } from './group-committer.ts';
import { openLogFile, type PartitionState, type WriteRequest } from './log-file.ts';

export interface LogWriterOptions {
  readonly file: string;
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  /** Records of topics with retention by setting are deleted after so many days; undefined: kept. */
  readonly retentionDays?: number;
  readonly now?: () => number;
  /** Upper limit of the file's size in pages of 8 KiB; undefined: the disk's. */
  readonly maxPages?: number;
}

const RETENTION_EVERY_MS = 60_000;
/** Rows deleted in one transaction, so that appends wait little. */
const RETENTION_ROWS = 500;

/** The one writer of a log file, used directly in its own thread. */
export interface LogWriter extends LogConnection {
  /** Deletes what is past its retention; resolves when none is left. */
  enforceRetention(): Promise<void>;
}

/** @throws ChatpulseError where the file cannot be opened */
export function openLogWriter(options: LogWriterOptions): LogWriter {
  const now = options.now ?? Date.now;
  const logFile = openLogFile({
    file: options.file,
    topics: options.topics ?? TOPICS,
    now,
    maxPages: options.maxPages,
  });
  const states = new Map(logFile.partitions.map((state) => [`${state.topic}/${state.partition}`, state]));
  const listeners: ((moved: readonly PartitionMoved[]) => void)[] = [];
  const groups = new Set<string>();
  let closed = false;

  const committer = createGroupCommitter({ logFile, onWritten: (requests) => tell(touched(requests)) });

  function touched(requests: readonly WriteRequest[]): PartitionState[] {
    const found = new Set<PartitionState>();
    for (const request of requests)
      for (const part of request.parts) {
        const state = states.get(`${part.topic}/${part.partition}`);
        if (state) found.add(state);
      }
    return [...found];
  }

  function tell(changed: readonly PartitionState[]): void {
    if (changed.length === 0) return;
    const moved = changed.map(({ topic, partition, start, next }) => ({ topic, partition, start, next }));
    for (const listener of listeners) listener(moved);
  }

  async function enforceRetention(): Promise<void> {
    if (options.retentionDays === undefined) return;
    const { retentionDays } = options;
    const time = now();
    while (!closed && logFile.deleteExpired(time, retentionDays, RETENTION_ROWS) > 0) {
      tell([...states.values()]);
      await new Promise(setImmediate);
    }
  }

  const retention = setInterval(() => void enforceRetention().catch(() => undefined), RETENTION_EVERY_MS);
  retention.unref();

  return {
    enforceRetention,
    write(request) {
      if (closed) return Promise.reject(closedError());
      return committer.write(request);
    },
    async join(group) {
      if (closed) throw closedError();
      if (groups.has(group))
        throw new ChatpulseError('CHATPULSE_GROUP_BUSY', {
          message: `The group ${group} already has its member.`,
        });
      groups.add(group);
    },
    leave: (group) => void groups.delete(group),
    onMoved: (callback) => void listeners.push(callback),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(retention);
      await committer.idle();
      logFile.close();
    },
  };
}

function closedError(): ChatpulseError {
  return new ChatpulseError('CHATPULSE_LOG_UNAVAILABLE', { message: 'The log is closed.' });
}
