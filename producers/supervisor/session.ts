import { describeError } from '../../core/errors.ts';
import type { EndOutcome, SourceEvent } from '../port.ts';
import type { Connection } from './connection.ts';
import type { CaptureParts } from './parts.ts';

export interface SessionEnd {
  readonly outcome: EndOutcome;
  readonly reason: string;
}

export interface SessionOptions extends CaptureParts {
  readonly connection: Connection;
  readonly cursor: string | null;
  /** Aborted when the capture is to end. */
  readonly ending: AbortSignal;
  /** Whether the source may be read as slowly as the log takes it. */
  readonly canWait: () => boolean;
  /** Answers how the session ended, where the batch says so. */
  readonly takeBatch: (batch: readonly SourceEvent[]) => SessionEnd | undefined;
}

/** One session of a source, from its opening to its end, ended too when it shows no sign of life. Never rejects. */
export async function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { watch, source, clock, appender, connection, cursor, ending, canWait, takeBatch } = options;
  const { keepAliveMs } = source.capabilities;
  const session = new AbortController();
  const abort = (): void => {
    session.abort();
  };
  ending.addEventListener('abort', abort, { once: true });
  if (ending.aborted) abort();
  let stalled: string | undefined;
  const watchdog = connection.watch(() => {
    stalled = `no sign of life for ${(keepAliveMs ?? 0) / 1_000} s`;
    abort();
  });
  try {
    const { channel, speed } = watch;
    for await (const batch of source.open({ channel, speed, clock, cursor, signal: session.signal })) {
      const end = takeBatch(batch);
      if (end) return end;
      if (!canWait()) continue;
      watchdog.pause();
      await appender.room();
      watchdog.resume();
    }
    return { outcome: 'lost', reason: stalled ?? 'the connection ended' };
  } catch (error) {
    return { outcome: 'lost', reason: describeError(error) };
  } finally {
    watchdog.stop();
    ending.removeEventListener('abort', abort);
    abort();
  }
}
