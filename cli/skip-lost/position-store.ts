import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { PartPosition } from './plan.ts';

/** Where the positions of the parts are kept, and the log they refer to. The parts must be stopped. */
export interface PositionStore {
  readonly log: EventLog;
  readonly codec: EventCodec;
  positions(): Promise<readonly PartPosition[]>;
  /** @throws ChatpulseError CHATPULSE_GROUP_RUNNING where the part is not stopped */
  checkStopped(part: PartPosition['part']): Promise<void>;
  /** Durable when it resolves. @throws ChatpulseError CHATPULSE_GROUP_RUNNING where the part is not stopped */
  store(positions: readonly PartPosition[]): Promise<void>;
  close(): Promise<void>;
}
