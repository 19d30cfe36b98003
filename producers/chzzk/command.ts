/** The commands of the chat protocol that a reader sends or meets. */
export const COMMAND = {
  ping: 0,
  connect: 100,
  requestRecent: 5_101,
  pong: 10_000,
  connected: 10_100,
  recent: 15_101,
  sessionEnded: 90_102,
  event: 93_006,
  chat: 93_101,
  special: 93_102,
  kick: 94_005,
  blind: 94_008,
  notice: 94_010,
  penalty: 94_015,
} as const;

const SERVICE = { ver: '2', svcid: 'game' } as const;

export interface Reader {
  readonly chatChannelId: string;
  readonly token: string;
}

/** Asks to read a chat without a name. */
export function connectCommand({ chatChannelId, token }: Reader): string {
  return JSON.stringify({
    ...SERVICE,
    cmd: COMMAND.connect,
    cid: chatChannelId,
    tid: 1,
    bdy: { uid: null, devType: 2001, accTkn: token, auth: 'READ' },
  });
}

/** Asks for the last messages. */
export function recentCommand(chatChannelId: string, sid: string, count: number): string {
  return JSON.stringify({
    ...SERVICE,
    cmd: COMMAND.requestRecent,
    cid: chatChannelId,
    sid,
    tid: 2,
    bdy: { recentMessageCount: count },
  });
}

export const PING = JSON.stringify({ ver: '2', cmd: COMMAND.ping });
export const PONG = JSON.stringify({ ver: '2', cmd: COMMAND.pong });
