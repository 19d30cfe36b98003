import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../core/clock.ts';

const COOKIE = 'chatpulse_session';
const SESSION_SECONDS = 30 * 24 * 3_600;

/** Whether two secrets are the same; takes the same time wherever they differ, and whatever their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Checks tokens and the sessions made from them. */
export interface TokenGuard {
  /** False where the server has no token and everybody may come in. */
  readonly required: boolean;
  isToken(token: string): boolean;
  /** Whether the headers carry the token (`Authorization: Bearer`) or the cookie of a session. */
  admits(headers: IncomingHttpHeaders): boolean;
  /** A Set-Cookie header that starts a session; `secure` where the page came over https. */
  startSession(secure: boolean): string;
  /** A Set-Cookie header that ends it. */
  endSession(): string;
}

/**
 * A session is a cookie `<expiry>.<HMAC of it under the token>`: nothing is stored, so that any gateway with the same
 * token knows it, and a new token ends all sessions. The cookie is HttpOnly and SameSite=Strict: no script reads it
 * and no other site sends it.
 */
export function createTokenGuard(options: { readonly token?: string; readonly clock: Clock }): TokenGuard {
  const { token, clock } = options;

  function sign(token: string, expiry: string): string {
    return createHmac('sha256', token).update(`chatpulse-session:${expiry}`).digest('base64url');
  }

  function isSession(token: string, cookie: string): boolean {
    const [expiry = '', signature = ''] = cookie.split('.');
    if (!/^\d{1,15}$/.test(expiry) || Number(expiry) * 1_000 < clock.now()) return false;
    return sameSecret(signature, sign(token, expiry));
  }

  return {
    required: token !== undefined,
    isToken: (given) => token !== undefined && sameSecret(given, token),
    admits: (headers) => {
      if (token === undefined) return true;
      const bearer = /^Bearer +(.+?) *$/i.exec(headers.authorization ?? '')?.[1];
      if (bearer !== undefined) return sameSecret(bearer, token);
      const cookie = readCookie(headers.cookie, COOKIE);
      return cookie !== undefined && isSession(token, cookie);
    },
    startSession: (secure) => {
      const expiry = String(Math.floor(clock.now() / 1_000) + SESSION_SECONDS);
      const value = `${expiry}.${sign(token ?? '', expiry)}`;
      return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_SECONDS}${secure ? '; Secure' : ''}`;
    },
    endSession: () => `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`,
  };
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
