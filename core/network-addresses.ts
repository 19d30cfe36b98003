import { createAddressList } from './address-list.ts';

/**
 * Networks that are no part of the public internet, or lead into one that is not.
 * Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries.
 */
const NOT_PUBLIC: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Translated, tunnelled and documentation addresses, which may carry any of the above inside them.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];

/** The only IPv6 addresses that are given out for the public internet. */
const PUBLIC_IPV6 = createAddressList(['2000::/3']);
const isSpecial = createAddressList(NOT_PUBLIC);
const isLoopbackAddress = createAddressList(['127.0.0.0/8', '::1']);

/** Names that no public name server answers for. */
const PRIVATE_NAME = /^(?:[^.]+|.*\.(?:localhost|local|lan|internal|intranet|home\.arpa|test))$/;

/** Whether an IP address (without brackets) is one of the public internet. Anything else is not. */
export function isPublicAddress(address: string): boolean {
  if (isSpecial(address)) return false;
  return address.includes(':') ? PUBLIC_IPV6(address) : /^\d+\.\d+\.\d+\.\d+$/.test(address);
}

/** Whether a host, as a setting names it, lies in a private network: an address of one, or a name only known there. */
export function isPrivateHost(host: string): boolean {
  const address = withoutBrackets(host);
  return isAddress(address) ? !isPublicAddress(address) : PRIVATE_NAME.test(host);
}

/** Whether a host is this machine. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(withoutBrackets(host));
}

/** The host of a URL as an address for `net`: IPv6 stands in brackets there. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function isAddress(text: string): boolean {
  return text.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(text);
}
