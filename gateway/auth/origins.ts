import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { ChatpulseError } from '../../core/errors.ts';

/** Whether an address to listen on can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Says which pages and which names of the server are let in. */
export interface OriginGuard {
  /**
   * A page may use the server only from its own origin or a listed one. Programs send no Origin and pass.
   * @throws ChatpulseError CHATPULSE_ORIGIN_REFUSED
   */
  checkOrigin(headers: IncomingHttpHeaders): void;
  /**
   * On loopback the Host header must name this server: otherwise a page whose name was made to point at 127.0.0.1
   * (DNS rebinding) would count as our own.
   * @throws ChatpulseError CHATPULSE_HOST_REFUSED
   */
  checkHost(headers: IncomingHttpHeaders): void;
  /** The port in use, once it is known; until then nothing is let in. */
  serveAt(port: number): void;
}

export interface OriginOptions {
  readonly host: string;
  readonly origins: readonly string[];
}

export function createOriginGuard(options: OriginOptions): OriginGuard {
  const loopback = isLoopback(options.host);
  const names = loopback
    ? ['127.0.0.1', 'localhost', '[::1]', urlHost(options.host)]
    : [urlHost(options.host)];
  const origins = new Set<string>();
  const hosts = new Set<string>();

  return {
    serveAt: (port) => {
      const own = names.map((name) => new URL(`http://${name}:${port}`).origin);
      for (const origin of [...own, ...options.origins]) {
        origins.add(origin);
        hosts.add(new URL(origin).host);
      }
    },
    checkOrigin: (headers) => {
      const { origin } = headers;
      if (origin !== undefined && !origins.has(origin)) refuse(origin);
      // A browser that leaves out the Origin of a request still says where it comes from.
      const site = headers['sec-fetch-site'];
      if (origin === undefined && (site === 'cross-site' || site === 'same-site')) refuse('another site');
    },
    checkHost: (headers) => {
      if (!loopback) return;
      const host = headers.host?.toLowerCase() ?? '';
      // The default port of http may be left out.
      if (!hosts.has(host) && !hosts.has(host.replace(/:80$/, '')))
        throw new ChatpulseError('CHATPULSE_HOST_REFUSED', {
          message: `This server is not called "${host.slice(0, 100)}".`,
        });
    },
  };
}

function refuse(origin: string): never {
  throw new ChatpulseError('CHATPULSE_ORIGIN_REFUSED', {
    message: `Pages from ${origin.slice(0, 200)} may not use this server.`,
  });
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
