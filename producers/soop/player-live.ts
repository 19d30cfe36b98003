import { numberOf, objectOf, textOf } from '../json-fields.ts';

/** What the platform says of a channel now. */
export type PlayerLive =
  | {
      readonly state: 'on-air';
      /** The platform's number of the broadcast. */
      readonly broadcastNo: string;
      readonly chatNo: string;
      /** The chat server as the platform names it, not yet judged. */
      readonly chatDomain: string;
      /** Of the server's encrypted chat. */
      readonly chatPort: number;
      readonly title: string | null;
    }
  | { readonly state: 'off-air' }
  | { readonly state: 'login-needed' }
  | { readonly state: 'password-needed' };

const ON_AIR = 1;
const OFF_AIR = 0;
const LOGIN_NEEDED = -6;

/** Reads the answer of player_live_api. Undefined where it cannot be understood. Never throws. */
export function parsePlayerLive(body: unknown): PlayerLive | undefined {
  const channel = objectOf(objectOf(body)?.['CHANNEL']);
  const result = numberOf(channel, 'RESULT');
  if (result === OFF_AIR) return { state: 'off-air' };
  if (result === LOGIN_NEEDED) return { state: 'login-needed' };
  if (result !== ON_AIR) return undefined;
  if (textOf(channel, 'BPWD') === 'Y') return { state: 'password-needed' };
  const chatNo = numberOf(channel, 'CHATNO');
  const broadcastNo = numberOf(channel, 'BNO');
  const plainPort = numberOf(channel, 'CHPT') ?? 0;
  const chatDomain = textOf(channel, 'CHDOMAIN')?.trim().toLowerCase();
  if (!isNumber(chatNo) || !isNumber(broadcastNo) || !chatDomain) return undefined;
  if (!Number.isInteger(plainPort) || plainPort < 1 || plainPort > 65_534) return undefined;
  return {
    state: 'on-air',
    broadcastNo: String(broadcastNo),
    chatNo: String(chatNo),
    chatDomain,
    chatPort: plainPort + 1,
    title: textOf(channel, 'TITLE') || null,
  };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0;
}
