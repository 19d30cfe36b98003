import type { Address, WebAddress } from './port.ts';

const MAX_LENGTH = 2_048;

/** Takes apart what a user typed. Nothing is fetched. Undefined where it is empty, too long or not an address. */
export function parseAddress(input: string): Address | undefined {
  const text = input.trim();
  if (text === '' || text.length > MAX_LENGTH || hasControls(text)) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/.exec(text);
  const name = scheme?.[1]?.toLowerCase();
  if (name === 'http' || name === 'https') return { text, web: parseWeb(text), named: undefined };
  if (name && scheme && !looksLikeHost(name))
    return { text, web: undefined, named: { scheme: name, rest: scheme[2] ?? '' } };
  return {
    text,
    web: text.includes('.') ? parseWeb(`https://${text.replace(/^\/\//, '')}`) : undefined,
    named: undefined,
  };
}

/** `twitch.tv:443/name` has a host before its colon, `twitch:name` a scheme. */
function looksLikeHost(scheme: string): boolean {
  return scheme.includes('.');
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) < 0x20) return true;
  return false;
}

/** Addresses with a user name or an unusual port are refused: they are made to look like another host. */
function parseWeb(text: string): WebAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.port !== '' && url.port !== '443' && url.port !== '80') return undefined;
  const path: string[] = [];
  for (const part of url.pathname.split('/')) {
    if (part === '') continue;
    const decoded = decode(part);
    if (decoded === undefined) return undefined;
    path.push(decoded);
  }
  return { host: url.hostname.toLowerCase().replace(/\.$/, ''), path, query: url.searchParams };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
