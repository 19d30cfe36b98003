import type { ChatpulseEvent } from '../events/codec.ts';
import type { WindowedRecord } from './tumbling-windows.ts';

/** What windows need of a record of `chat.analyzed`; undefined for events that do not belong there. */
export function windowedRecordOf(event: ChatpulseEvent, offset: number): WindowedRecord | undefined {
  switch (event.type) {
    case 'MessageAnalyzed': {
      const { message, eventTime, rawAppend, rawOffset } = event.data;
      const recorded = message.clock === 'recorded';
      return { broadcastId: message.broadcastId, offset, eventTime, rawAppend, stamp: rawOffset, recorded };
    }
    case 'MessageRemoved':
    case 'PlatformSanctioned':
    case 'ChatCleared':
    case 'SourceProgress': {
      const { broadcastId, eventTime, rawAppend, rawOffset, clock } = event.data;
      return { broadcastId, offset, eventTime, rawAppend, stamp: rawOffset, recorded: clock === 'recorded' };
    }
    default:
      return undefined;
  }
}
