/** An address of a platform's site that names nothing to watch. */
export const NO_CHANNEL = Symbol('no channel');
/** An address that is no platform's, whatever it looks like. */
export const OUTSIDE = Symbol('outside');

/** An address and the channel that it names, in canonical form, or why it names none. */
export type AddressRow = readonly [address: string, expected: string | typeof NO_CHANNEL | typeof OUTSIDE];

/**
 * The addresses of one platform. While it is not registered, all that are of it must be refused as not supported yet;
 * with its registration the table holds as it stands.
 */
export interface AddressTable {
  readonly platform: string;
  readonly rows: readonly AddressRow[];
}

/** So many addresses that all name one channel. */
export function all(channel: string, ...addresses: readonly string[]): AddressRow[] {
  return addresses.map((address) => [address, channel]);
}

export function none(...addresses: readonly string[]): AddressRow[] {
  return addresses.map((address) => [address, NO_CHANNEL]);
}

export function outside(...addresses: readonly string[]): AddressRow[] {
  return addresses.map((address) => [address, OUTSIDE]);
}

/** What is done to an address of any platform to lead elsewhere: `host` must not be reached with `path`. */
export function malicious(host: string, path: string): AddressRow[] {
  return outside(
    `https://${host}@evil.example/${path}`,
    `https://${host}:443@evil.example/${path}`,
    `https://user:pass@${host}/${path}`,
    `https://user@${host}/${path}`,
    `https://${host}.evil.example/${path}`,
    `https://${host.replaceAll('.', '-')}.example/${path}`,
    `https://evil.example/${host}/${path}`,
    `https://evil.example/?u=https://${host}/${path}`,
    `https://evil.example#@${host}/${path}`,
    `https://evil.example\\@${host}/${path}`,
    `https://${host}%2F@evil.example/${path}`,
    `https://${host}%00.evil.example/${path}`,
    `https://${host}:8443/${path}`,
    `https://${host}:22/${path}`,
    `ftp://${host}/${path}`,
    `ws://${host}/${path}`,
    `file://${host}/${path}`,
    `view-source:https://${host}/${path}`,
    `javascript:location='https://${host}/${path}'`,
    `data:text/html,<a href="https://${host}/${path}">`,
    `blob:https://${host}/${path}`,
  );
}
