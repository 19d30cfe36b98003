import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { createAddressList } from '../../core/address-list.ts';

/** What is needed of a request: an IncomingMessage and an Express request both are one. */
interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Makes a function that answers the address of the client of a request. Behind a proxy every connection comes from the
 * proxy's address, and the limits per address would then count all viewers as one; the proxy's `X-Forwarded-For` tells
 * who it is. It is believed only where the connection comes from a trusted proxy, and read from its end, because
 * anybody may send such a header.
 * @param proxies addresses or networks (`10.0.0.0/8`) of the proxies in front
 */
export function createClientAddress(proxies: readonly string[]): (request: Received) => string {
  const isTrusted = createAddressList(proxies);

  return ({ headers, socket }) => {
    const peer = plainAddress(socket.remoteAddress ?? '');
    const told = proxies.length > 0 ? forwardedFor(headers['x-forwarded-for']) : [];
    let client = peer;
    while (told.length > 0 && isTrusted(client)) {
      const next = plainAddress(told.pop() ?? '');
      if (isIP(next) === 0) break;
      client = next;
    }
    return client;
  };
}

function forwardedFor(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header.join() : (header ?? '')).split(',').map((one) => one.trim());
}

/** An IPv4 address also where the socket is one of both families. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address;
}
