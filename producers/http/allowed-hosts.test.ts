import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowedHosts } from './allowed-hosts.ts';

const hosts = createAllowedHosts([
  { base: 'https://apis.naver.com' },
  { base: 'wss://chat.naver.com', subdomains: true },
  { base: 'wss://sooplive.com', subdomains: true, anyPort: true },
]);

function admits(address: string): boolean {
  return 'url' in hosts.admit(address);
}

describe('the hosts a connector may contact', () => {
  it.each([
    'https://apis.naver.com',
    'https://apis.naver.com:443/a?b=c',
    'HTTPS://APIS.NAVER.COM/a',
    'https://apis.naver.com\\@evil.example/',
    'wss://chat.naver.com/chat',
    'wss://kr-ss3.chat.naver.com/chat',
    'wss://chat-9f.sooplive.com:8001/Websocket/name',
  ])('admit %j', (address) => {
    expect(admits(address)).toBe(true);
  });

  it.each([
    'http://apis.naver.com/',
    'ws://kr-ss3.chat.naver.com/chat',
    'https://apis.naver.com:8443/',
    'https://apis.naver.com./',
    'https://naver.com/',
    'https://x.apis.naver.com/',
    'wss://.chat.naver.com/chat',
    'https://apis.naver.com.evil.example/',
    'https://apis.naver.com@evil.example/',
    'https://user@apis.naver.com/',
    'https://user:pass@apis.naver.com/',
    'wss://evilchat.naver.com/chat',
    'wss://chat.naver.com.evil.example/chat',
    'https://evil.example/?https://apis.naver.com',
    'https://evil.example#@apis.naver.com',
    'https://аpis.naver.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,https://apis.naver.com',
    'ftp://apis.naver.com/',
    '//apis.naver.com/',
    '',
    'https://',
  ])('refuse %j', (address) => {
    expect(admits(address)).toBe(false);
  });

  it('allow a loopback server without encryption, at its port alone', () => {
    const local = createAllowedHosts([{ base: 'http://127.0.0.1:9000' }]);
    expect(local.admit('http://127.0.0.1:9000/a')).toHaveProperty('url');
    expect(local.admit('ws://127.0.0.1:9000/a')).toHaveProperty('url');
    expect(local.admit('http://127.0.0.1:9001/a')).toHaveProperty('refused');
    expect(local.admit('http://localhost:9000/a')).toHaveProperty('refused');
    expect(
      createAllowedHosts([{ base: 'http://10.0.0.7:9000' }]).admit('http://10.0.0.7:9000/'),
    ).toHaveProperty('refused');
  });

  it('have addresses of a private network only where the setting names such a host', () => {
    const inside = createAllowedHosts([{ base: 'https://10.0.0.7' }, { base: 'https://apis.naver.com' }]);
    expect(inside.mayBePrivate('10.0.0.7')).toBe(true);
    expect(inside.mayBePrivate('apis.naver.com')).toBe(false);
    expect(createAllowedHosts([{ base: 'https://stand-in.lan' }]).mayBePrivate('stand-in.lan')).toBe(true);
  });

  it('refuse a setting that is no web address', () => {
    expect(() => createAllowedHosts([{ base: 'ftp://example.com' }])).toThrow(TypeError);
    expect(() => createAllowedHosts([{ base: 'apis.naver.com' }])).toThrow(TypeError);
  });

  it('admit no address whose host is outside, whatever it is made of', () => {
    const piece = fc.constantFrom(
      ...[
        'https://',
        'wss://',
        'http:',
        '//',
        '/',
        '\\',
        '@',
        ':',
        '#',
        '?',
        '.',
        '%2e',
        '%00',
        '\t',
        '\n',
        '。',
      ],
      ...[
        'apis.naver.com',
        'chat.naver.com',
        'evil.example',
        'naver.com',
        'kr-ss1',
        '127.0.0.1',
        '443',
        '가',
      ],
    );
    const inside = /^(?:apis\.naver\.com|(?:.+\.)?chat\.naver\.com|(?:.+\.)?sooplive\.com)$/;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
          fc.webUrl({ withFragments: true, withQueryParameters: true }),
          fc.string(),
        ),
        (address) => {
          const admission = hosts.admit(address);
          if ('refused' in admission) return;
          expect(admission.url.hostname).toMatch(inside);
          expect(['https:', 'wss:']).toContain(admission.url.protocol);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
