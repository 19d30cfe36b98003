/** Payloads as the CHZZK chat server sends them, of our own making. */

export interface ChzzkItem {
  readonly uid: string;
  readonly profile: string | null;
  readonly msg: string;
  readonly msgTypeCode: number;
  readonly msgStatusType: string;
  readonly extras: string;
  readonly msgTime: number;
}

export interface ChatItem {
  readonly text: string;
  /** ms since 1970. */
  readonly time: number;
  readonly uid?: string;
  readonly nickname?: string;
  readonly role?: string;
  readonly profile?: Readonly<Record<string, unknown>> | null;
  readonly emojis?: Readonly<Record<string, string>>;
  readonly extras?: Readonly<Record<string, unknown>>;
  readonly type?: number;
  readonly status?: string;
}

export function chatItem(options: ChatItem): ChzzkItem {
  const {
    text,
    time,
    uid = 'a1b2',
    nickname = '구름이',
    role = 'common_user',
    emojis = {},
    type = 1,
  } = options;
  const profile = {
    userIdHash: uid,
    nickname,
    userRoleCode: role,
    verifiedMark: false,
    streamingProperty: {},
    ...options.profile,
  };
  return {
    uid,
    profile: options.profile === null ? null : JSON.stringify(profile),
    msg: text,
    msgTypeCode: type,
    msgStatusType: options.status ?? 'NORMAL',
    extras: JSON.stringify({ osType: 'PC', chatType: 'STREAMING', emojis, ...options.extras }),
    msgTime: time,
  };
}

/** A gift of money; without a name where it is anonymous. */
export function donationItem(options: ChatItem & { readonly amount: number; readonly anonymous?: boolean }) {
  const { amount, anonymous = false } = options;
  const extras = {
    isAnonymous: anonymous,
    payType: 'CURRENCY',
    payAmount: amount,
    donationType: 'CHAT',
    ...options.extras,
  };
  return chatItem({
    ...options,
    type: 10,
    extras,
    ...(anonymous ? { uid: 'anonymous', profile: null } : {}),
  });
}

/** A message as the backlog names its fields. */
export function backlogItem(item: ChzzkItem): Readonly<Record<string, unknown>> {
  return {
    userId: item.uid,
    profile: item.profile,
    content: item.msg,
    messageTypeCode: item.msgTypeCode,
    messageStatusType: item.msgStatusType,
    extras: item.extras,
    messageTime: item.msgTime,
    createTime: item.msgTime,
  };
}

export function frame(cmd: number, bdy: unknown): string {
  return JSON.stringify({ svcid: 'game', ver: '1', cmd, tid: null, bdy });
}

export const chatFrame = (...items: readonly ChzzkItem[]): string => frame(93101, items);
export const backlogFrame = (items: readonly ChzzkItem[]): string =>
  frame(15101, { messageList: items.map(backlogItem), userCount: 1 });
export const donationFrame = (...items: readonly ChzzkItem[]): string => frame(93102, items);

export function blindFrame(userId: string, messageTime: number): string {
  return frame(94008, {
    serviceId: 'game',
    userId,
    messageTime,
    blindType: 'HIDDEN',
    blindUserId: 'mod1',
    message: null,
  });
}

/** Frames that no client can use: each is a dead letter. */
export function hostileFrames(): (string | Buffer)[] {
  return [
    'no json',
    '[]',
    '{"cmd":null}',
    frame(77_777, {}),
    frame(93101, 'text'),
    frame(93101, [7]),
    frame(93101, [{ uid: 'x', msg: 'no time' }]),
    frame(93101, [{ uid: 'x', msg: '', msgTime: 1_800_000_000_000, msgTypeCode: 1 }]),
    frame(94008, { userId: 'x' }),
    frame(94005, null),
    Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
  ];
}
