import type { Logger } from 'pino';
import type { Watch } from '../../core/broadcasts/state.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { EventLog } from '../../core/log/port.ts';
import type { ChatSource } from '../port.ts';
import type { Appender } from './appender.ts';

/** What the parts of one capture share. */
export interface CaptureParts {
  readonly watch: Watch;
  readonly source: ChatSource;
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly appender: Appender;
}
