import type { ChatpulseEvent } from '../events/codec.ts';

/**
 * The `chat.raw` offset that an event of `chat.analyzed` carries; undefined for events that carry none.
 * After a crash `analyze` may write some events again: a reader takes only stamps above the highest it has taken.
 */
export function stampOf(event: ChatpulseEvent): number | undefined {
  switch (event.type) {
    case 'MessageAnalyzed':
    case 'MessageRemoved':
    case 'PlatformSanctioned':
    case 'ChatCleared':
    case 'SourceProgress':
      return event.data.rawOffset >= 0 ? event.data.rawOffset : undefined;
    default:
      return undefined;
  }
}
