import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatpulseError } from './errors.ts';

export type LinkAction = 'acknowledge' | 'mute';

/** What a link in a notice lets its reader do. */
export interface LinkClaim {
  readonly alertId: string;
  readonly action: LinkAction;
  /** ms since 1970. */
  readonly expiresAt: number;
}

/** Signs links and knows its own. A link is all that its reader needs: it opens no other door. */
export interface LinkSigner {
  /** The last part of the path of a link. */
  sign(claim: LinkClaim): string;
  /** @throws ChatpulseError CHATPULSE_LINK_INVALID for one that is forged, changed or expired */
  read(token: string, now: number): LinkClaim;
}

/** Notices are read days later; nobody acknowledges an alert of last month. */
export const LINK_LIFE_MS = 7 * 86_400_000;

export function createLinkSigner(secret: string): LinkSigner {
  const mac = (payload: string): string =>
    createHmac('sha256', secret)
      .update(`chatpulse-link:${payload}`)
      .digest()
      .subarray(0, 18)
      .toString('base64url');
  return {
    sign({ alertId, action, expiresAt }) {
      const seconds = Math.floor(expiresAt / 1_000).toString(36);
      const payload = Buffer.from(`${action} ${seconds} ${alertId}`).toString('base64url');
      return `${payload}.${mac(payload)}`;
    },
    read(token, now) {
      const [payload = '', ...signature] = token.split('.');
      // As texts: several texts of base64 stand for the same bytes.
      const expected = Buffer.from(mac(payload));
      const given = Buffer.from(signature.join('.'));
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw invalid('not of this server');
      const [, action, seconds, alertId] =
        /^(acknowledge|mute) ([0-9a-z]+) (.+)$/s.exec(Buffer.from(payload, 'base64url').toString()) ?? [];
      if (alertId === undefined || seconds === undefined) throw invalid('not of this server');
      const expiresAt = Number.parseInt(seconds, 36) * 1_000;
      if (expiresAt < now) throw invalid('too old');
      return { alertId, action: action === 'mute' ? 'mute' : 'acknowledge', expiresAt };
    },
  };
}

function invalid(why: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_LINK_INVALID', { message: `The link is ${why}.` });
}

/**
 * What links are signed with: the setting; else made of the token, which all gateways share; else a file of the data
 * folder, made at the first need and readable by its owner alone.
 */
export function linkSecretOf(config: {
  readonly dataDir: string;
  readonly token: string | undefined;
  readonly notices: { readonly linkSecret: string | undefined };
}): string {
  if (config.notices.linkSecret !== undefined) return config.notices.linkSecret;
  if (config.token !== undefined)
    return createHash('sha256').update(`chatpulse-links:${config.token}`).digest('hex');
  const file = join(config.dataDir, 'link-secret');
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process has made it, or an earlier run.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}
