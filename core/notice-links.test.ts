import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLinkSigner, linkSecretOf } from './notice-links.ts';

const NOW = Date.UTC(2026, 0, 1);
const signer = createLinkSigner('a secret of some length');

test('a link says what was signed until it expires', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.constantFrom('acknowledge' as const, 'mute' as const),
      (alertId, action) => {
        const claim = { alertId: Buffer.from(alertId).toString(), action, expiresAt: NOW + 5_000 };
        const token = signer.sign(claim);
        expect(token).toMatch(/^[\w.-]+$/);
        expect(signer.read(token, NOW)).toEqual(claim);
        expect(() => signer.read(token, NOW + 6_000)).toThrow('too old');
      },
    ),
  );
});

test('a link that was changed, or signed with another secret, is refused', () => {
  const token = signer.sign({ alertId: 'a', action: 'acknowledge', expiresAt: NOW });
  for (let at = 0; at < token.length; at += 1) {
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    expect(() => signer.read(changed, 0)).toThrow();
  }
  expect(() => createLinkSigner('another secret of them').read(token, 0)).toThrow('not of this server');
  for (const garbage of ['', '.', 'a.b.c', `${token}x`]) expect(() => signer.read(garbage, 0)).toThrow();
});

test('without a setting and a token the secret is a file that stays, for its owner alone', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatpulse-link-'));
  const config = { dataDir, token: undefined, notices: { linkSecret: undefined } };
  const secret = linkSecretOf(config);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(linkSecretOf(config)).toBe(secret);
  expect(statSync(join(dataDir, 'link-secret')).mode & 0o077).toBe(0);
  expect(linkSecretOf({ ...config, token: 'a token of some length' })).not.toBe(secret);
  rmSync(dataDir, { recursive: true });
});
