import type { Logger } from 'pino';
import { startRulesBook, type RulesBook } from '../../core/channel-rules/rules-book.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { Telemetry } from '../../core/telemetry/port.ts';
import { startGatewayAlerts, type GatewayAlerts } from '../alerts/gateway-alerts.ts';
import { startGatewayHealth, type GatewayHealth } from '../health/gateway-health.ts';
import type { Broadcast } from '../http/contract.ts';
import { abilitiesOf } from '../http/platforms.ts';
import { startBroadcastBook, type BroadcastBook } from '../model/broadcast-book.ts';
import { createGroupDescriber, type GroupDescriber } from '../model/describe-group.ts';
import { describeBroadcast } from '../model/describe.ts';
import { startLiveModel, type LiveModel } from '../model/live-model.ts';
import type { GatewayLimits, GatewayOptions } from '../options.ts';
import type { Guards } from './guards.ts';

/** What every part that reads the log needs. */
export interface CommonParts {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger?: Logger;
}

export interface ReadingOptions {
  readonly common: CommonParts;
  readonly options: Pick<GatewayOptions, 'processId' | 'platforms' | 'notices' | 'readers'>;
  readonly limits: GatewayLimits;
  readonly guards: Guards;
  readonly telemetry: Telemetry;
  /** Viewers of a broadcast at this gateway. */
  readonly viewersOf: (broadcastId: string) => number;
  /** What is told of a broadcast has changed. */
  readonly onBroadcast: (broadcastId: string) => void;
  /** Which groups there are, or what is in them, may have changed. */
  readonly onGroups: () => void;
}

/** What a gateway knows of the log. */
export interface Reading {
  readonly pipeline: GatewayHealth;
  readonly live: LiveModel;
  readonly book: BroadcastBook;
  readonly rules: RulesBook;
  readonly alerts: GatewayAlerts;
  readonly groups: GroupDescriber;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  readonly describe: (broadcastId: string) => Broadcast;
  /** Why the log is not read, where it is not. */
  problem(): string | undefined;
  close(): Promise<void>;
}

export async function startReading(reading: ReadingOptions): Promise<Reading> {
  const { common, options, limits, guards, telemetry, viewersOf, onBroadcast, onGroups } = reading;
  const { clock } = common;
  const pipeline = startGatewayHealth({
    ...common,
    processId: options.processId ?? 'gateway',
    telemetry,
    ...(options.readers && { readers: options.readers }),
  });
  const live = await startLiveModel({
    ...common,
    onCanary: (record) => pipeline.canary.take(record),
    broadcastMessages: limits.broadcastMessages,
    totalMessages: limits.totalMessages,
    isViewed: (broadcastId) => viewersOf(broadcastId) > 0,
  });
  const book = await startBroadcastBook({
    ...common,
    onChange: (broadcastId) => {
      onBroadcast(broadcastId);
      onGroups();
    },
    onGroupChange: onGroups,
  });
  const rules = await startRulesBook(common);
  const { admit, addressOf } = guards;
  const alerts = await startGatewayAlerts({ ...common, notices: options.notices, admit, addressOf });
  const abilities = abilitiesOf(options.platforms ?? []);
  const describe = (broadcastId: string): Broadcast => {
    const view = book.require(broadcastId);
    return describeBroadcast(view, {
      state: book.state(),
      live: live.get(broadcastId),
      viewers: viewersOf(broadcastId),
      capabilities: abilities.get(view.platform) ?? [],
      now: clock.now(),
    });
  };
  return {
    pipeline,
    live,
    book,
    rules,
    alerts,
    groups: createGroupDescriber({ book, describe, now: () => clock.now() }),
    describe,
    problem: () => live.problem() ?? book.problem() ?? rules.problem() ?? alerts.book.problem(),
    async close() {
      await Promise.all([live.close(), book.close(), rules.close(), alerts.close(), pipeline.close()]);
    },
  };
}
