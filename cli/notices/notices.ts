import type { Logger } from 'pino';
import type { AlertView } from '../../core/alerts/alert-view.ts';
import type { Clock } from '../../core/clock.ts';
import type { Config } from '../../core/config.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import { LOG_SILENT } from '../../core/health/detail.ts';
import { plainElement } from '../../core/health/element.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Meter } from '../../core/telemetry/meter.ts';
import { createLinkSigner, LINK_LIFE_MS, linkSecretOf, type LinkAction } from '../../core/notice-links.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { PartHealth } from '../../gateway/options.ts';
import { openDestinations } from '../../sinks/notify/destinations.ts';
import type { NoticeLinks } from '../../sinks/notify/port.ts';
import { runNotify } from '../../sinks/notify/run-notify.ts';
import type { RunningPart } from '../roles/part.ts';
import { startHeartbeat } from './heartbeat.ts';
import { tellNotices } from './tell-notices.ts';

export interface NoticesOptions {
  readonly config: Config;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Where people reach the pages, where the settings do not say. */
  readonly ownUrl?: () => string | undefined;
  /** How everything else in this process does; a part named `log` says whether the log is there. */
  readonly health: () => readonly PartHealth[];
}

const WATCH_EVERY_MS = 1_000;
/** Shorter than this the log is not away, but slow. */
const AWAY_MS = 5_000;

/** Tells of alerts to where the settings say, also of a log that is away, and keeps the outside watcher quiet. */
export async function startNotices(options: NoticesOptions): Promise<RunningPart> {
  const { config, log, codec, clock, logger, health } = options;
  const { quietHours, zone, reminderMinutes, heartbeatUrl, heartbeatSeconds } = config.notices;
  const notify = runNotify({
    log,
    codec,
    clock,
    logger: logger.child({ part: 'notify' }),
    ...openDestinations(config.notices),
    quietHours: quietHours && { ...quietHours, zone },
    reminderMs: reminderMinutes * 60_000,
    links: linksFor(options),
  });
  let away: { readonly since: number; told: boolean } | undefined;

  function watch(): void {
    const part = health().find(({ name }) => name === 'log');
    const now = clock.now();
    if (part?.state !== 'failed') {
      if (away?.told) notify.logBack(now);
      away = undefined;
      return;
    }
    away ??= { since: now, told: false };
    if (away.told || now - away.since < AWAY_MS) return;
    away.told = true;
    notify.logAway(away.since, part.detail ?? LOG_SILENT);
  }

  const stopWatching = repeat(clock, [[WATCH_EVERY_MS, watch]]);
  try {
    // Meanwhile it tells of a log that is away, which may be what it waits for.
    await notify.ready;
  } catch (error) {
    stopWatching();
    await notify.close();
    throw error;
  }
  const heartbeat =
    heartbeatUrl === undefined
      ? undefined
      : startHeartbeat({
          url: heartbeatUrl,
          everyMs: heartbeatSeconds * 1_000,
          clock,
          logger,
          failing: () => health().flatMap(({ name, state }) => (state === 'failed' ? [name] : [])),
        });
  const stopTelling = tellNotices(options.meter, notify);
  return {
    health: () => {
      const { state, detail } = notify.health();
      return [{ name: 'notify', state, detail }];
    },
    elements() {
      const { state, detail, records } = notify.health();
      // Pages show it as it is: where all is well there is nothing to say, in whatever language.
      return [{ ...plainElement('sink', 'notify', state, state === 'ok' ? null : detail), total: records }];
    },
    async close() {
      stopTelling();
      stopWatching();
      heartbeat?.close();
      await notify.close();
    },
  };
}

/** Links are made anew for each notice, so that a reminder's are as fresh as the reminder. */
function linksFor({ config, clock, ownUrl }: NoticesOptions): (alert: AlertView) => NoticeLinks {
  const signer = createLinkSigner(linkSecretOf(config));
  return ({ id, broadcastId }) => {
    const base = config.notices.publicUrl ?? ownUrl?.();
    if (base === undefined) return {};
    const link = (action: LinkAction): string =>
      `${base}/a/${signer.sign({ alertId: id, action, expiresAt: clock.now() + LINK_LIFE_MS })}`;
    return {
      details:
        broadcastId === '' ? `${base}/status` : `${base}/broadcasts/${encodeURIComponent(broadcastId)}`,
      acknowledge: link('acknowledge'),
      mute: link('mute'),
    };
  };
}
