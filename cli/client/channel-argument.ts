import { InvalidArgumentError } from 'commander';
import { ChatpulseError } from '../../core/errors.ts';
import { PLATFORMS, recogniseAddress } from '../../producers/registry.ts';

/**
 * The id of a channel as a reader names it: by its address, `twitch:NAME`, or the id itself.
 * @throws ChatpulseError CHATPULSE_URL_UNKNOWN
 */
export function channelIdOf(text: string): string {
  const isId = PLATFORMS.some(({ platform }) => text.startsWith(`${platform}-`));
  return isId && /^[A-Za-z0-9_-]+$/.test(text) ? text : recogniseAddress(text).channelId;
}

/** The same for an option or argument, where what is wrong is wrong usage. */
export function parseChannel(text: string): string {
  try {
    return channelIdOf(text);
  } catch (error) {
    if (error instanceof ChatpulseError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
