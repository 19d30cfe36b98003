import { expect, test } from 'vitest';
import { createAddressList, isAddressOrNetwork } from './address-list.ts';

test('what is in a list', () => {
  const inside = createAddressList(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  for (const address of ['127.0.0.1', '10.255.0.1', 'fd00::1']) expect(inside(address)).toBe(true);
  for (const address of ['127.0.0.2', '11.0.0.1', 'fe80::1', '', 'nginx'])
    expect(inside(address)).toBe(false);
  expect(createAddressList([])('127.0.0.1')).toBe(false);
});

test('what names an address or a network', () => {
  for (const right of ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8'])
    expect(isAddressOrNetwork(right)).toBe(true);
  for (const wrong of ['', 'nginx', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', '10.0.0'])
    expect(isAddressOrNetwork(wrong)).toBe(false);
});
