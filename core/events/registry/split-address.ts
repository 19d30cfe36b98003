/** The address without its credentials, and the header that carries them. */
export function splitAddress(url: string): {
  readonly base: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly headers: Readonly<Record<string, string>>;
} {
  const parsed = new URL(url);
  const username = decodeURIComponent(parsed.username);
  const password = decodeURIComponent(parsed.password);
  parsed.username = '';
  parsed.password = '';
  const base = parsed.href.replace(/\/$/, '');
  if (!username) return { base, auth: undefined, headers: {} };
  const token = Buffer.from(`${username}:${password}`).toString('base64');
  return { base, auth: { username, password }, headers: { authorization: `Basic ${token}` } };
}
