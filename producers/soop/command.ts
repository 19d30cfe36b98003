import { writePacket } from './packet.ts';

/** The packets that a reader sends or acts upon; the others are read in `interpret.ts`. */
export const OP = { ping: '0000', login: '0001', join: '0002', end: '0088' } as const;

/** The flag of a guest. */
const GUEST = '16';

/** Logs in without a name. */
export const LOGIN = writePacket(OP.login, ['', '', GUEST, '']);
export const PING = writePacket(OP.ping, ['']);

export function joinPacket(chatNo: string): Buffer {
  return writePacket(OP.join, [chatNo, '', '', '', '', '']);
}
