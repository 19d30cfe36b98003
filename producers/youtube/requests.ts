import type { HttpRequest } from '../http/port.ts';
import type { Client } from './page.ts';

/** Where YouTube is, unless the settings say otherwise. */
export const YOUTUBE_URL = 'https://www.youtube.com';

export interface Site {
  readonly base: string;
  readonly signal: AbortSignal;
}

/** Amounts of money and names of roles are the same for everybody in English. */
const LANGUAGE = { hl: 'en', gl: 'US' };

/** A page; `path` is of our own making, with what a user named in it encoded. */
export function pageRequest(
  { base, signal }: Site,
  path: string,
  query: Readonly<Record<string, string>> = {},
): HttpRequest {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries({ ...query, hl: LANGUAGE.hl }))
    url.searchParams.set(name, value);
  // The cookie declines all others: without it visitors from some countries are sent to a question on another host.
  return { url: url.href, headers: { 'accept-language': 'en', cookie: 'SOCS=CAI' }, signal };
}

export interface ChatRequest {
  readonly continuation: string;
  readonly isReplay: boolean;
  readonly client: Client;
}

/** What happened in the chat since the last answer; of a recording, what follows in it. */
export function chatRequest(site: Site, { continuation, isReplay, client }: ChatRequest): HttpRequest {
  const path = `live_chat/${isReplay ? 'get_live_chat_replay' : 'get_live_chat'}`;
  return programRequest(site, { path, client, body: { continuation } });
}

/** How many watch a video, beside other things that its page keeps up to date. */
export function audienceRequest(
  site: Site,
  { videoId, client }: { readonly videoId: string; readonly client: Client },
): HttpRequest {
  return programRequest(site, { path: 'updated_metadata', client, body: { videoId } });
}

interface Question {
  readonly path: string;
  readonly client: Client;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the site's own programs ask. */
function programRequest({ base, signal }: Site, { path, client, body }: Question): HttpRequest {
  const url = new URL(`/youtubei/v1/${path}`, base);
  url.searchParams.set('prettyPrint', 'false');
  if (client.key !== undefined) url.searchParams.set('key', client.key);
  const context = { client: { clientName: 'WEB', clientVersion: client.version, ...LANGUAGE } };
  return { url: url.href, method: 'POST', json: { context, ...body }, signal };
}
