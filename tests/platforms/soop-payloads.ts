import { writePacket } from '../../producers/soop/packet.ts';

/** Packets as the SOOP chat server sends them, of our own making. */

export interface SoopChat {
  readonly text: string;
  readonly id?: string;
  readonly nickname?: string;
  readonly flags?: string;
  /** Months of subscription; -1 for none. */
  readonly months?: number;
}

export function chatPacket({
  text,
  id = 'viewer1',
  nickname = '시청자',
  flags = '65536|0',
  months = -1,
}: SoopChat): Buffer {
  return writePacket('0005', [text, id, '0', '0', '3', nickname, flags, String(months), '']);
}

export function balloonPacket(id: string, nickname: string, count: number | string): Buffer {
  return writePacket('0018', ['streamer', id, nickname, String(count), '0', '0', '77', 'pic', '0', '0', '']);
}

export function mutePacket(id: string, seconds: number, nickname = '말썽'): Buffer {
  return writePacket('0008', [id, '65536|0', String(seconds), '1', 'mod1', '1', '', nickname, '']);
}

export function leavePacket(id: string, how: string): Buffer {
  return writePacket('0004', ['-1', id, '말썽', how, '']);
}

export const END_PACKET = writePacket('0088', ['1', '']);

/** Bytes that no client can use: each is a dead letter, once a good packet has come after them. */
export function hostilePackets(): Buffer[] {
  return [
    writePacket('0005', ['', 'id', '0', '0', '3', 'nick', '0|0', '-1', '']),
    writePacket('0005', ['text']),
    writePacket('0018', ['streamer', 'id', 'nick', 'many', '']),
    writePacket('0018', []),
    writePacket('0008', ['id', '0|0', 'soon', '']),
    writePacket('9999', ['x', '']),
    Buffer.from('\x1b\t000500000600no field'.slice(0, 20)),
    Buffer.concat([Buffer.from('\x1b\t000500000400\f'), Buffer.from([0xff, 0xfe, 0xff])]),
    Buffer.from('\x1b\tbad header and more that is none'),
  ];
}
