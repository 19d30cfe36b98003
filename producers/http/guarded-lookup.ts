import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AllowedHosts } from './allowed-hosts.ts';
import { isPublicAddress } from '../../core/network-addresses.ts';

/** Asks for all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The code of the error when a name only has addresses that must not be contacted. */
export const REFUSED_ADDRESS = 'ERR_CHATPULSE_REFUSED_ADDRESS';

const resolveBySystem: Resolve = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, callback);
};

/**
 * Name resolution that gives out no address of a private network, unless the settings name a private host. It is what
 * the socket itself connects by, so a name that answers differently a moment later gains nothing.
 * For `connect` of undici's Agent, and the option `lookup` of `ws`.
 */
export function createGuardedLookup(
  hosts: Pick<AllowedHosts, 'mayBePrivate'>,
  resolve: Resolve = resolveBySystem,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, found) => {
      if (error) {
        callback(error, '');
        return;
      }
      const addresses = hosts.mayBePrivate(hostname)
        ? [...found]
        : found.filter(({ address }) => isPublicAddress(address));
      const [first] = addresses;
      if (!first) callback(refusal(hostname), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address in the public internet`), {
    code: REFUSED_ADDRESS,
  });
}
