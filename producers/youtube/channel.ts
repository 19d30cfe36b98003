import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel, WebAddress } from '../port.ts';

export const YOUTUBE_FORMS = [
  'https://www.youtube.com/watch?v=VIDEO',
  'https://www.youtube.com/@HANDLE',
  'youtube:VIDEO',
] as const;

const HOSTS = new Set([
  'youtube.com',
  'www.youtube.com',
  'm.youtube.com',
  'music.youtube.com',
  'gaming.youtube.com',
  'studio.youtube.com',
  'youtube-nocookie.com',
  'www.youtube-nocookie.com',
]);
const SHORT_HOSTS = new Set(['youtu.be', 'www.youtu.be']);

/** Parts of the site in whose addresses the video follows. */
const VIDEO_PATHS = new Set(['live', 'shorts', 'embed', 'v', 'e', 'video']);
/** Parts that hold it in their query. */
const QUERY_PATHS = new Set(['watch', 'live_chat', 'live_chat_replay', 'watch_popup', 'attribution_link']);

const VIDEO = /^[A-Za-z0-9_-]{11}$/;
const CHANNEL = /^UC[A-Za-z0-9_-]{22}$/;
/** Letters and digits of any script, `_`, `-`, `.` and the middle dot. */
const HANDLE = /^@[\p{L}\p{M}\p{N}_.·-]{3,30}$/u;
const LEGACY_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,59}$/u;

/** What is watched: one video, or whatever a channel has on air. */
export type Target = { readonly video: string } | { readonly channelPath: string };

/** Reads a channel in its canonical form, as {@link recogniseYoutube} makes it. */
export function targetOf(channel: string): Target | undefined {
  if (VIDEO.test(channel)) return { video: channel };
  if (CHANNEL.test(channel)) return { channelPath: `channel/${channel}` };
  if (HANDLE.test(channel)) return { channelPath: encodeURIComponent(channel).replace('%40', '@') };
  const [part = '', name = ''] = channel.split('/');
  return isLegacy(part) && LEGACY_NAME.test(name) && channel === `${part}/${name}`
    ? { channelPath: `${part}/${encodeURIComponent(name)}` }
    : undefined;
}

export function isVideoId(text: string | undefined): text is string {
  return text !== undefined && VIDEO.test(text);
}

/** A YouTube video or channel in any form the site uses. */
export function recogniseYoutube(address: Address): RecognisedChannel | undefined {
  if (address.named)
    return address.named.scheme === 'youtube' ? named(address.named.rest, address) : undefined;
  const web = address.web;
  if (!web) return undefined;
  if (SHORT_HOSTS.has(web.host)) return videoOf(web.path[0] ?? '', address);
  if (HOSTS.has(web.host)) return onSite(web, address);
  if (web.host.endsWith('.youtube.com'))
    throw refuse(address, 'is a page of YouTube that is no video or channel');
  return undefined;
}

/** `youtube:` and a video, a handle or the id of a channel. */
function named(rest: string, address: Address): RecognisedChannel {
  const name = rest.trim();
  if (name.startsWith('@')) return handleOf(name, address);
  return CHANNEL.test(name) ? found(name, `channel/${name}`) : videoOf(name, address);
}

function onSite(web: WebAddress, address: Address): RecognisedChannel {
  const [first = '', second = ''] = web.path;
  const part = first.toLowerCase();
  const asked = web.query.get('v');
  if (first.startsWith('@')) return handleOf(first, address);
  if (part === 'channel') return channelOf(second, address);
  if (isLegacy(part)) return legacyOf(part, second, address);
  if (part === 'embed' && second === 'live_stream') return channelOf(web.query.get('channel') ?? '', address);
  if (part === 'shorts' && second === '' && asked !== null) return videoOf(asked, address);
  if (VIDEO_PATHS.has(part)) return videoOf(second, address);
  if (part === 'attribution_link') return linked(web.query.get('u') ?? '', address);
  if (QUERY_PATHS.has(part)) return videoOf(asked ?? second, address);
  if (part === '' && asked !== null) return videoOf(asked, address);
  if (part === '') throw refuse(address, 'names no video or channel');
  throw refuse(address, 'is a page of YouTube that is no video or channel');
}

/** A shared link that carries the path of the video inside. */
function linked(path: string, address: Address): RecognisedChannel {
  return videoOf(/^\/watch\?(?:.*&)?v=([\w-]{11})(?:&|$)/.exec(path)?.[1] ?? '', address);
}

function videoOf(id: string, address: Address): RecognisedChannel {
  if (id === '') throw refuse(address, 'names no video');
  if (!VIDEO.test(id)) throw refuse(address, 'has no valid video id (11 letters, digits, _ and -)');
  return found(id, `watch?v=${id}`);
}

function channelOf(id: string, address: Address): RecognisedChannel {
  if (!CHANNEL.test(id)) throw refuse(address, 'has no valid channel id (UC and 22 characters)');
  return found(id, `channel/${id}`);
}

/** Handles are the same in small letters and capitals. */
function handleOf(text: string, address: Address): RecognisedChannel {
  const handle = text.normalize('NFC').toLowerCase();
  if (!HANDLE.test(handle)) throw refuse(address, 'has no valid handle (@ and 3 to 30 letters or digits)');
  return found(handle, handle);
}

function legacyOf(part: string, text: string, address: Address): RecognisedChannel {
  const name = text.normalize('NFC').toLowerCase();
  if (!LEGACY_NAME.test(name)) throw refuse(address, 'has no valid channel name');
  return found(`${part}/${name}`, `${part}/${name}`);
}

/** Names of channels from before there were handles. */
function isLegacy(part: string): boolean {
  return part === 'c' || part === 'user';
}

function found(channel: string, path: string): RecognisedChannel {
  return { platform: 'youtube', channel, url: new URL(path, 'https://www.youtube.com/').href };
}

function refuse(address: Address, why: string): ChatpulseError {
  const shown = address.text.length > 100 ? `${address.text.slice(0, 100)}…` : address.text;
  return new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
    message: `"${shown}" ${why}. Understood: ${YOUTUBE_FORMS.join(', ')}.`,
  });
}
