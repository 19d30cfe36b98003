import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel, WebAddress } from '../port.ts';

export const SOOP_FORMS = ['https://play.sooplive.com/NAME', 'soop:NAME'] as const;

/** The platform's names, old and new; it was AfreecaTV. */
const DOMAINS = ['sooplive.com', 'sooplive.co.kr', 'afreecatv.com'] as const;
const SCHEMES = new Set(['soop', 'afreecatv']);
/** Subdomains on which a channel's name comes first in the path. */
const CHANNEL_HOSTS = new Set(['', 'www', 'play', 'ch', 'bj', 'station', 'm']);
/** Pages that hold the channel's name in their second part: /station/NAME, #/player/NAME/123. */
const PREFIXES = new Set(['station', 'player']);
/** Pages of the site that stand where a channel's name would. */
const PAGES = new Set([
  'search',
  'category',
  'live',
  'my',
  'hotissue',
  'directory',
  'theme',
  'hashtag',
  'event',
]);

/** A SOOP channel in any form the site uses, today's or AfreecaTV's. */
export function recogniseSoop(address: Address): RecognisedChannel | undefined {
  if (address.named)
    return SCHEMES.has(address.named.scheme) ? channelOf(address.named.rest.trim(), address) : undefined;
  const web = address.web;
  if (!web) return undefined;
  const domain = DOMAINS.find((own) => web.host === own || web.host.endsWith(`.${own}`));
  if (!domain) return undefined;
  const subdomain = web.host.slice(0, -domain.length).replace(/\.$/, '');
  if (subdomain === 'vod') throw refuse(address, 'is a recording of SOOP and no live channel');
  if (!CHANNEL_HOSTS.has(subdomain)) throw refuse(address, 'is a page of SOOP that is no channel');
  return channelOf(nameIn(web, address), address);
}

function nameIn(web: WebAddress, address: Address): string {
  const [first = '', second = ''] = web.path.length > 0 ? web.path : pathInHash(address.text);
  return PREFIXES.has(first.toLowerCase()) && second !== '' ? second : first;
}

/** The mobile pages keep their path behind a hash: m.sooplive.co.kr/#/player/NAME. */
function pathInHash(text: string): string[] {
  const hash = text.split('#')[1] ?? '';
  return hash.split(/[?&]/)[0]?.split('/').filter(Boolean) ?? [];
}

function channelOf(name: string, address: Address): RecognisedChannel {
  const channel = name.toLowerCase();
  if (channel === '') throw refuse(address, 'names no channel');
  if (PAGES.has(channel)) throw refuse(address, 'is a page of SOOP that is no live channel');
  if (!/^[a-z0-9][a-z0-9_]{1,24}$/.test(channel))
    throw refuse(address, 'has no valid channel name (letters, digits and _, at most 25)');
  return { platform: 'soop', channel, url: `https://play.sooplive.com/${channel}` };
}

function refuse(address: Address, why: string): ChatpulseError {
  const shown = address.text.length > 100 ? `${address.text.slice(0, 100)}…` : address.text;
  return new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
    message: `"${shown}" ${why}. Understood: ${SOOP_FORMS.join(', ')}.`,
  });
}
