import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel } from '../port.ts';

export const REPLAY_FORMS = ['replay:NAME'] as const;

/** `replay:NAME`, where NAME is a file of the recordings folder. Whether it is there is seen when it is opened. */
export function recogniseReplay(address: Address): RecognisedChannel | undefined {
  if (address.named?.scheme !== 'replay') return undefined;
  const name = address.named.rest.trim().normalize('NFC');
  if (!isRecordingName(name))
    throw new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
      message: 'A recording is named by its file name alone, such as replay:chat.jsonl: no folders, no "..".',
    });
  return { platform: 'replay', channel: name, url: `replay:${name}` };
}

/** A plain file name: no separators of any system, no drive, no hidden or special name. */
export function isRecordingName(name: string): boolean {
  return name.length <= 200 && /^[^./\\:\0][^/\\:\0]*$/.test(name) && !name.includes('..');
}
