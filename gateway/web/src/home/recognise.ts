/** What a typed address looks like. The server decides; this only tells the reader early. */
export interface Recognised {
  readonly platform: Platform;
  /** The channel, broadcast or file that the address names. */
  readonly name: string;
}

export const PLATFORMS = ['twitch', 'youtube', 'chzzk', 'soop', 'naver-shopping', 'replay', 'demo'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What the server of this version can watch, with an address to show how it is written. */
export const EXAMPLES: readonly { readonly platform: Platform; readonly url: string }[] = [
  { platform: 'twitch', url: 'https://www.twitch.tv/woowakgood' },
  { platform: 'youtube', url: 'https://www.youtube.com/@NASA' },
  { platform: 'chzzk', url: 'https://chzzk.naver.com/live/0123456789abcdef0123456789abcdef' },
  { platform: 'soop', url: 'https://play.sooplive.com/streamer' },
  { platform: 'naver-shopping', url: 'https://view.shoppinglive.naver.com/lives/1234567' },
  { platform: 'replay', url: 'replay:my-show.jsonl.gz' },
  { platform: 'demo', url: 'demo:showcase' },
];

const TWITCH_LOGIN = /^[A-Za-z0-9_]{2,25}$/;
const NOT_A_CHANNEL = new Set([
  'directory',
  'videos',
  'settings',
  'downloads',
  'jobs',
  'p',
  'search',
  'turbo',
]);

const NAVER_PAGES = new Set(['lives', 'livebridge', 'replays']);

export function recognise(input: string): Recognised | null {
  const text = input.trim();
  const scheme = /^(twitch|youtube|chzzk|soop|naver-shopping|replay|demo):(.+)$/i.exec(text);
  if (scheme?.[1] && scheme[2]) return found(scheme[1].toLowerCase() as Platform, scheme[2].trim());
  const url = parseAddress(text);
  return url ? recogniseUrl(url) : null;
}

function found(platform: Platform, name: string | undefined): Recognised | null {
  return name ? { platform, name } : null;
}

function parseAddress(text: string): URL | null {
  if (!/^(https?:\/\/)?[\w-]+(\.[\w-]+)+([/?#:]|$)/i.test(text)) return null;
  try {
    return new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}

function recogniseUrl(url: URL): Recognised | null {
  const host = url.hostname.toLowerCase().replace(/^(www|m)\./, '');
  const path = url.pathname.split('/').filter(Boolean);
  switch (host) {
    case 'twitch.tv': {
      const login = path[0] === 'popout' || path[0] === 'moderator' ? path[1] : path[0];
      return login && TWITCH_LOGIN.test(login) && !NOT_A_CHANNEL.has(login)
        ? found('twitch', login.toLowerCase())
        : null;
    }
    case 'youtu.be':
      return found('youtube', path[0]);
    case 'youtube.com':
    case 'music.youtube.com':
      return found('youtube', youtubeName(path, url.searchParams.get('v')));
    case 'chzzk.naver.com':
      return found('chzzk', path[0] === 'live' ? path[1] : path[0]);
    case 'ch.sooplive.co.kr':
    case 'ch.sooplive.com':
    case 'play.sooplive.co.kr':
    case 'play.sooplive.com':
    case 'sooplive.co.kr':
    case 'sooplive.com':
    case 'play.afreecatv.com':
    case 'bj.afreecatv.com':
    case 'afreecatv.com':
      return found('soop', path[0] === 'station' ? path[1] : path[0]);
    case 'shoppinglive.naver.com':
    case 'view.shoppinglive.naver.com':
      return path[0] && NAVER_PAGES.has(path[0]) && /^\d+$/.test(path[1] ?? '')
        ? found('naver-shopping', path[1])
        : null;
    default:
      return null;
  }
}

const YOUTUBE_PARTS = new Set(['live', 'shorts', 'embed', 'channel', 'c', 'user']);

/** The handle, video or channel of a path. */
function youtubeName([first = '', second]: readonly string[], video: string | null): string | undefined {
  if (/^(@|%40)/.test(first)) return decode(first);
  return video ?? (YOUTUBE_PARTS.has(first) ? second && decode(second) : undefined);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
