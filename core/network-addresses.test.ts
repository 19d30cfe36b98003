import { describe, expect, it } from 'vitest';
import { isLoopbackHost, isPrivateHost, isPublicAddress } from './network-addresses.ts';

describe('network addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:1::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'example.com',
    '',
  ])('%j is not of the public internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'])(
    '%j is of the public internet',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ['localhost', true, true],
    ['sim.localhost', true, true],
    ['127.0.0.1', true, true],
    ['[::1]', true, true],
    ['10.0.0.7', true, false],
    ['[fd00::7]', true, false],
    ['simulator', true, false],
    ['chat.lan', true, false],
    ['apis.naver.com', false, false],
    ['localhost.example.com', false, false],
    ['8.8.8.8', false, false],
  ])('a setting that names %j: private %j, this machine %j', (host, isPrivate, isLoopback) => {
    expect([isPrivateHost(host), isLoopbackHost(host)]).toEqual([isPrivate, isLoopback]);
  });
});
