import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel, WebAddress } from '../port.ts';

export const TWITCH_FORMS = ['https://www.twitch.tv/NAME', 'twitch:NAME'] as const;

const HOSTS = new Set(['twitch.tv', 'www.twitch.tv', 'm.twitch.tv', 'go.twitch.tv']);
const PLAYER_HOSTS = new Set(['player.twitch.tv', 'embed.twitch.tv']);

/** Pages of the site that stand where a channel's name would. */
const PAGES = new Set(
  (
    'directory videos video clip clips settings downloads jobs p search subscriptions wallet inventory drops friends turbo prime ' +
    'store login signup user team collections products following bits subs annual-recap privacy legal about'
  ).split(' '),
);

/** Pages that hold the channel's name in their second part: /popout/NAME/chat. */
const PREFIXES = new Set(['popout', 'moderator', 'embed', 'u']);

/** A Twitch channel in any form the site uses. */
export function recogniseTwitch(address: Address): RecognisedChannel | undefined {
  if (address.named)
    return address.named.scheme === 'twitch' ? channelOf(address.named.rest, address) : undefined;
  const web = address.web;
  if (!web) return undefined;
  if (PLAYER_HOSTS.has(web.host)) return channelOf(web.query.get('channel') ?? '', address);
  if (HOSTS.has(web.host)) return channelOf(nameIn(web), address);
  if (web.host.endsWith('.twitch.tv')) throw refuse(address, 'is a page of Twitch that is no channel');
  return undefined;
}

function nameIn(web: WebAddress): string {
  const first = web.path[0] ?? '';
  return PREFIXES.has(first.toLowerCase()) && web.path.length > 1 ? (web.path[1] ?? '') : first;
}

function channelOf(name: string, address: Address): RecognisedChannel {
  const channel = name.replace(/^[@#]/, '').toLowerCase();
  if (channel === '') throw refuse(address, 'names no channel');
  if (PAGES.has(channel)) throw refuse(address, 'is a page of Twitch that is no live channel');
  if (!/^[a-z0-9][a-z0-9_]{0,24}$/.test(channel))
    throw refuse(address, 'has no valid channel name (letters, digits and _, at most 25)');
  return { platform: 'twitch', channel, url: `https://www.twitch.tv/${channel}` };
}

function refuse(address: Address, why: string): ChatpulseError {
  const shown = address.text.length > 100 ? `${address.text.slice(0, 100)}…` : address.text;
  return new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
    message: `"${shown}" ${why}. Understood: ${TWITCH_FORMS.join(', ')}.`,
  });
}
