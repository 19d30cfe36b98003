import { InvalidArgumentError } from 'commander';
import { makeChannelId } from '../../core/events/ids.ts';

/** The id of a channel as a reader names it: `twitch:NAME`, or the id itself. */
export function channelIdOf(text: string): string {
  const [, platform, channel] = /^([a-z-]+):(.+)$/.exec(text.trim()) ?? [];
  if (platform !== undefined && channel !== undefined) return makeChannelId(platform, channel);
  if (/^[a-z]+-[A-Za-z0-9_-]+$/.test(text)) return text;
  throw new InvalidArgumentError('Give it as twitch:NAME, or as a channelId (twitch-NAME).');
}
