/** Lines as the Twitch chat server sends them. */

export interface ChatLine {
  readonly channel: string;
  readonly text: string;
  readonly id?: string;
  readonly login?: string;
  readonly userId?: string;
  /** ms since 1970. */
  readonly sentAt?: number;
  /** More tags, unescaped. */
  readonly tags?: Readonly<Record<string, string>>;
}

export function privmsg({ channel, text, id, login = 'viewer', userId, sentAt, tags }: ChatLine): string {
  const all = {
    badges: '',
    'display-name': login,
    emotes: '',
    ...(id === undefined ? {} : { id }),
    'room-id': '1',
    ...(sentAt === undefined ? {} : { 'tmi-sent-ts': String(sentAt) }),
    'user-id': userId ?? `u-${login}`,
    ...tags,
  };
  return `${tagPart(all)} :${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${channel} :${text}`;
}

export interface NoticeLine extends ChatLine {
  /** sub, subgift, raid, … */
  readonly kind: string;
  readonly systemText: string;
}

export function usernotice({
  channel,
  text,
  id,
  login = 'viewer',
  sentAt,
  tags,
  kind,
  systemText,
}: NoticeLine): string {
  const all = {
    'display-name': login,
    ...(id === undefined ? {} : { id }),
    login,
    'msg-id': kind,
    'system-msg': systemText,
    ...(sentAt === undefined ? {} : { 'tmi-sent-ts': String(sentAt) }),
    'user-id': `u-${login}`,
    ...tags,
  };
  return `${tagPart(all)} :tmi.twitch.tv USERNOTICE #${channel}${text === '' ? '' : ` :${text}`}`;
}

export function clearmsg(channel: string, targetId: string, login = 'viewer', text = ''): string {
  return `${tagPart({ login, 'target-msg-id': targetId })} :tmi.twitch.tv CLEARMSG #${channel} :${text}`;
}

export interface ClearChat {
  readonly channel: string;
  /** Without a login the whole chat is cleared. */
  readonly login?: string;
  readonly userId?: string;
  /** Without it a ban is for ever. */
  readonly seconds?: number;
}

export function clearchat({ channel, login, userId, seconds }: ClearChat): string {
  const tags = {
    ...(seconds === undefined ? {} : { 'ban-duration': String(seconds) }),
    ...(userId === undefined ? {} : { 'target-user-id': userId }),
  };
  const prefix = Object.keys(tags).length > 0 ? `${tagPart(tags)} ` : '';
  return `${prefix}:tmi.twitch.tv CLEARCHAT #${channel}${login === undefined ? '' : ` :${login}`}`;
}

function tagPart(tags: Readonly<Record<string, string>>): string {
  return `@${Object.entries(tags)
    .map(([name, value]) => `${name}=${escapeTag(value)}`)
    .join(';')}`;
}

/** Source: IRCv3 "Message Tags" specification, "Escaping values". */
export function escapeTag(value: string): string {
  const escapes: Readonly<Record<string, string>> = {
    ';': '\\:',
    ' ': '\\s',
    '\\': '\\\\',
    '\r': '\\r',
    '\n': '\\n',
  };
  return value.replace(/[; \\\r\n]/g, (character) => escapes[character] ?? character);
}

/** Lines that no client can use, as bytes: each is a dead letter. */
export function hostileLines(channel: string): Buffer[] {
  return [
    Buffer.from('@'),
    Buffer.from(':'),
    Buffer.from('@id=1 '),
    Buffer.from(':only-a-prefix'),
    Buffer.from('\u0000\u0001\u0002'),
    Buffer.from(`:a!a@a PRIVMSG #${channel}`),
    Buffer.from(`:a!a@a PRIVMSG #another-channel :not for us`),
    Buffer.from(`PRIVMSG #${channel} :from nobody`),
    Buffer.from(`:tmi.twitch.tv CLEARMSG #${channel}`),
    Buffer.from(`@ban-duration=soon;target-user-id=7 :tmi.twitch.tv CLEARCHAT #${channel} :a`),
    Buffer.concat([
      Buffer.from(`:a!a@a PRIVMSG #${channel} :broken `),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    ]),
    Buffer.from(`:a!a@a PRIVMSG #${channel} :${'가'.repeat(350_000)}`),
    Buffer.from(':tmi.twitch.tv UNHEARDOF #x :y'),
  ];
}
