import type { ChatpulseEvent } from '../../core/events/codec.ts';

/**
 * Canaries, which the product sends itself, are analysed like any message and are in no archive and in no figure: by
 * the words of the promise, not by the product's own code, as all that `verify` compares with.
 */
export function isCanaryEvent(event: ChatpulseEvent): boolean {
  return event.type === 'MessageAnalyzed' && /^chatpulse-canary-/.test(event.data.message.broadcastId);
}
