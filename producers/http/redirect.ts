import type { HttpAnswer } from './port.ts';

/** One request on the way to an answer. */
export interface Hop {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Of no use to another server, or not for its eyes. */
const OWN_TO_A_SERVER = new Set(['authorization', 'cookie', 'if-none-match', 'if-modified-since']);

/**
 * Where an answer sends the client; undefined where it does not. The new address still has to be admitted.
 * Source: RFC 9110, section 15.4.
 */
export function redirectOf(
  hop: Hop,
  answer: Pick<HttpAnswer, 'status' | 'headers'>,
): Hop | { readonly senseless: string } | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const location = answer.headers['location'];
  if (!location || !URL.canParse(location, hop.url))
    return { senseless: `${new URL(hop.url).host} redirects without an address` };
  const url = new URL(location, hop.url);
  const sameServer = url.origin === new URL(hop.url).origin;
  const keepsMethod = hop.method === 'GET' || answer.status === 307 || answer.status === 308;
  const headers = Object.entries(hop.headers).filter(
    ([name]) =>
      (sameServer || !OWN_TO_A_SERVER.has(name.toLowerCase())) &&
      (keepsMethod || name.toLowerCase() !== 'content-type'),
  );
  return {
    url: url.href,
    method: keepsMethod ? hop.method : 'GET',
    headers: Object.fromEntries(headers),
    body: keepsMethod ? hop.body : undefined,
  };
}
