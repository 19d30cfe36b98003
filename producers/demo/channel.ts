import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel } from '../port.ts';

export const DEMO_FORMS = ['demo:showcase'] as const;

/** `demo:showcase`, the one demo broadcast. */
export function recogniseDemo(address: Address): RecognisedChannel | undefined {
  if (address.named?.scheme !== 'demo') return undefined;
  if (address.named.rest.trim().toLowerCase() !== 'showcase')
    throw new ChatpulseError('CHATPULSE_URL_UNKNOWN', { message: 'There is one demo: demo:showcase.' });
  return { platform: 'demo', channel: 'showcase', url: 'demo:showcase' };
}
