import { expect, test } from 'vitest';
import { createClientAddress } from './client-address.ts';

function ask(proxies: readonly string[], remoteAddress: string, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return createClientAddress(proxies)({ headers, socket: { remoteAddress } });
}

test('without proxies nobody is believed', () => {
  expect(ask([], '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  expect(ask([], '::ffff:192.0.2.1')).toBe('192.0.2.1');
});

test('a trusted proxy tells the client, and what the client said before it counts for nothing', () => {
  expect(ask(['10.0.0.0/8'], '10.1.2.3', '203.0.113.9')).toBe('203.0.113.9');
  expect(ask(['10.0.0.0/8'], '::ffff:10.1.2.3', '127.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
  expect(ask(['10.0.0.0/8'], '10.1.2.3', '203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
  expect(ask(['fd00::/8'], 'fd00::1', '2001:db8::7')).toBe('2001:db8::7');
});

test('anybody else, and a proxy that tells nothing, is who it is', () => {
  expect(ask(['10.0.0.0/8'], '203.0.113.5', '203.0.113.9')).toBe('203.0.113.5');
  expect(ask(['10.1.2.3'], '10.1.2.3')).toBe('10.1.2.3');
  expect(ask(['10.1.2.3'], '10.1.2.3', 'unknown')).toBe('10.1.2.3');
});
