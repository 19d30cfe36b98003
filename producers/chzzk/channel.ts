import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel, WebAddress } from '../port.ts';

export const CHZZK_FORMS = ['https://chzzk.naver.com/live/CHANNEL', 'chzzk:CHANNEL'] as const;

const HOST = 'chzzk.naver.com';
const HOSTS = new Set([HOST, `www.${HOST}`, `m.${HOST}`, `studio.${HOST}`]);

/** Pages that hold the channel's id in their second part: /live/ID, /live/ID/chat. */
const PREFIXES = new Set(['live', 'channel', 'chat']);
const RECORDINGS = new Set(['video', 'clips', 'embed']);

/** A CHZZK channel in any form the site uses: 32 hexadecimal digits, as a page of its own or below /live. */
export function recogniseChzzk(address: Address): RecognisedChannel | undefined {
  if (address.named)
    return address.named.scheme === 'chzzk' ? channelOf(address.named.rest.trim(), address) : undefined;
  const web = address.web;
  if (!web) return undefined;
  if (HOSTS.has(web.host)) return channelOf(idIn(web, address), address);
  if (web.host.endsWith(`.${HOST}`)) throw refuse(address, 'is a page of CHZZK that is no channel');
  return undefined;
}

function idIn(web: WebAddress, address: Address): string {
  const [first = '', second = ''] = web.path;
  const page = first.toLowerCase();
  if (RECORDINGS.has(page)) throw refuse(address, 'is a recording of CHZZK and no live channel');
  return PREFIXES.has(page) ? second : first;
}

function channelOf(id: string, address: Address): RecognisedChannel {
  const channel = id.toLowerCase();
  if (channel === '') throw refuse(address, 'names no channel');
  if (!/^[0-9a-f]{32}$/.test(channel))
    throw refuse(address, 'has no valid channel (32 digits and letters a to f)');
  return { platform: 'chzzk', channel, url: `https://${HOST}/live/${channel}` };
}

function refuse(address: Address, why: string): ChatpulseError {
  const shown = address.text.length > 100 ? `${address.text.slice(0, 100)}…` : address.text;
  return new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
    message: `"${shown}" ${why}. Understood: ${CHZZK_FORMS.join(', ')}.`,
  });
}
