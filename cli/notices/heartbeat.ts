import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import { noAnswerText } from '../../core/health/detail.ts';
import { repeat } from '../../core/runtime/repeat.ts';

export interface HeartbeatOptions {
  /** Secret: whoever knows it could keep the watcher quiet. */
  readonly url: string;
  /** ms between two beats. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names of the parts that fail. While there are any nothing is asked: the watcher is to miss it. */
  readonly failing: () => readonly string[];
}

/** A process that is well again beats at once, not a whole interval later. */
const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 10_000;

/**
 * The dead man's switch: an outside watcher expects to be asked again and again, and tells the operator when it is not.
 * It sees what nothing inside can: that this machine, its network or the whole product is gone.
 */
export function startHeartbeat(options: HeartbeatOptions): { close(): void } {
  const { everyMs, clock, logger } = options;
  const target = readTarget(options.url);
  const closing = new AbortController();
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;
  let refused = false;
  let withheld = false;

  function look(): void {
    if (asking || clock.now() - askedAt < everyMs) return;
    const failing = options.failing();
    if (failing.length === 0) {
      if (withheld) logger.info('the heartbeat goes on');
      withheld = false;
      void beat();
      return;
    }
    if (!withheld) {
      // Before the first beat parts are still starting, which is no news.
      const level = askedAt === Number.NEGATIVE_INFINITY ? 'info' : 'warn';
      logger[level]({ failing }, 'the heartbeat is withheld: a part fails');
    }
    withheld = true;
  }

  async function beat(): Promise<void> {
    asking = true;
    askedAt = clock.now();
    const late = new AbortController();
    const cancel = clock.after(PATIENCE_MS, () => late.abort(new Error(noAnswerText(PATIENCE_MS))));
    try {
      const signal = AbortSignal.any([closing.signal, late.signal]);
      const response = await fetch(target.url, { signal, headers: target.headers, redirect: 'follow' });
      // What it says is of no interest, and may never end.
      response.body?.cancel().catch(() => undefined);
      if (!response.ok) throw new Error(`status ${response.status}`);
      if (refused) logger.info('the heartbeat is taken again');
      else logger.debug('a heartbeat was taken');
      refused = false;
    } catch (error) {
      if (closing.signal.aborted || refused) return;
      refused = true;
      logger.warn({ host: target.host, reason: withoutAddresses(error) }, 'the heartbeat is not taken');
    } finally {
      cancel();
      asking = false;
    }
  }

  const stop = repeat(clock, [[LOOK_EVERY_MS, look]]);
  return {
    close() {
      stop();
      closing.abort();
    },
  };
}

/** Name and password go in a header: fetch takes no address that has them. */
function readTarget(text: string): {
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const url = new URL(text);
  const { username, password, host } = url;
  url.username = '';
  url.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url: url.href,
    host,
    headers: username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}

/** Also where it was redirected to is not told: the secret may have come along. */
function withoutAddresses(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return describeError(reason).replace(/https?:\/\/\S+/gi, '…');
}
