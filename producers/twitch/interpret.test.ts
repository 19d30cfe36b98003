import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clearchat,
  clearmsg,
  hostileLines,
  privmsg,
  usernotice,
} from '../../tests/platforms/twitch-lines.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { linesOfFrame } from './frame.ts';
import { interpretLine, type Meaning } from './interpret.ts';

const CHANNEL = 'test';

function meaningsOf(frame: string | Buffer, channel = CHANNEL): Meaning[] {
  return linesOfFrame(Buffer.from(frame)).map((line) => interpretLine(line, channel));
}

function eventOf(line: string): SourceEvent | undefined {
  const [meaning] = meaningsOf(line);
  return meaning?.type === 'event' ? meaning.event : undefined;
}

function messageOf(line: string): SourceMessage {
  const event = eventOf(line);
  if (event?.type !== 'message') throw new Error(`no message but ${JSON.stringify(event)}`);
  return event.message;
}

describe('a chat line', () => {
  it('becomes a message with its author, time and place', () => {
    const tags = { badges: 'moderator/1,subscriber/12', 'display-name': '하람', emotes: '25:3-7' };
    const line = privmsg({
      channel: CHANNEL,
      id: 'm1',
      login: 'haram',
      text: '안녕 Kappa',
      sentAt: 1_700_000_000_123,
      tags,
    });
    expect(messageOf(line)).toEqual({
      messageId: 'm1',
      sentAt: 1_700_000_000_123,
      author: {
        id: 'u-haram',
        name: '하람',
        login: 'haram',
        roles: ['moderator', 'subscriber'],
        identifiable: true,
      },
      text: '안녕 Kappa',
      emotes: [{ id: '25', name: 'Kappa', start: 3, end: 8 }],
      kind: 'text',
      paid: null,
      reply: null,
      originId: null,
    });
  });

  it('is recognised as an action, its emotes counted from the text inside', () => {
    const line = privmsg({
      channel: CHANNEL,
      id: 'm',
      text: '\u0001ACTION waves Kappa\u0001',
      tags: { emotes: '25:6-10' },
    });
    expect(messageOf(line)).toMatchObject({
      kind: 'action',
      text: 'waves Kappa',
      emotes: [{ name: 'Kappa' }],
    });
  });

  it('carries bits, replies and the origin of shared chat', () => {
    const tags = {
      bits: '250',
      'reply-parent-msg-id': 'p',
      'reply-parent-display-name': 'Ada L',
      'source-id': 'o',
      'source-room-id': '2',
    };
    expect(messageOf(privmsg({ channel: CHANNEL, id: 'm', text: 'Cheer250 hi', tags }))).toMatchObject({
      kind: 'paid',
      paid: { kind: 'bits', amount: 250, currency: 'bits' },
      reply: { messageId: 'p', author: 'Ada L' },
      originId: 'o',
    });
  });

  it.each(['soon', '-5', '', '99999999999999999', '0', '1e12'])(
    'has no time of its own when the tag says %j',
    (tag) => {
      const line = privmsg({ channel: CHANNEL, id: 'm', text: 'x', tags: { 'tmi-sent-ts': tag } });
      expect(messageOf(line).sentAt).toBeNull();
    },
  );

  it('without an id gets one that its removal carries too', () => {
    const message = messageOf(`:ada!ada@ada PRIVMSG #${CHANNEL} :hello`);
    const removal = eventOf(
      `@login=ada;tmi-sent-ts=1700000000123 :tmi.twitch.tv CLEARMSG #${CHANNEL} :hello`,
    );
    expect(removal).toMatchObject({ type: 'removed', messageId: message.messageId });
    expect(message.author).toMatchObject({ id: 'ada', name: 'ada' });
  });

  it('is for us whatever the case of the channel', () => {
    expect(messageOf(':ada!ada@ada PRIVMSG #TeSt :x').text).toBe('x');
  });
});

describe('a notice of the platform', () => {
  it.each([
    ['sub', 'membership', { kind: 'membership', amount: 1, currency: 'subscription' }],
    ['subgift', 'membership', { kind: 'gift', amount: 1, currency: 'subscription' }],
    ['submysterygift', 'membership', null],
    ['raid', 'notice', null],
    ['announcement', 'notice', null],
  ])('%s is a message of kind %s', (kind, expected, paid) => {
    const line = usernotice({
      channel: CHANNEL,
      id: 'n',
      kind,
      text: '',
      systemText: '7 raiders; hello there',
    });
    expect(messageOf(line)).toMatchObject({ kind: expected, text: '7 raiders; hello there', paid });
  });

  it('gives what the user wrote rather than the sentence of the platform', () => {
    const line = usernotice({
      channel: CHANNEL,
      id: 'n',
      kind: 'resub',
      text: '6개월 감사합니다',
      systemText: 'x resubscribed',
    });
    expect(messageOf(line).text).toBe('6개월 감사합니다');
  });
});

describe('moderation', () => {
  it('removes one message', () => {
    expect(eventOf(clearmsg(CHANNEL, 'm1'))).toMatchObject({ type: 'removed', messageId: 'm1' });
  });

  it('times out, bans and clears', () => {
    expect(eventOf(clearchat({ channel: CHANNEL, login: 'ada', userId: '7', seconds: 600 }))).toMatchObject({
      type: 'sanctioned',
      authorId: '7',
      authorName: 'ada',
      durationSeconds: 600,
    });
    expect(eventOf(clearchat({ channel: CHANNEL, login: 'ada', userId: '7' }))).toMatchObject({
      durationSeconds: null,
    });
    expect(eventOf(clearchat({ channel: CHANNEL }))).toMatchObject({ type: 'cleared' });
  });
});

describe('the rest of the protocol', () => {
  it('is told apart', () => {
    expect(meaningsOf('PING :tmi.twitch.tv\r\n:tmi.twitch.tv RECONNECT\r\n')).toEqual([
      { type: 'ping', token: 'tmi.twitch.tv' },
      { type: 'reconnect' },
    ]);
    expect(meaningsOf(`:justinfan1!j@j JOIN #${CHANNEL}`)).toEqual([{ type: 'joined' }]);
    expect(meaningsOf(`@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #${CHANNEL} :Gone.`)).toEqual([
      { type: 'refused', reason: 'Gone.' },
    ]);
    expect(meaningsOf(':tmi.twitch.tv NOTICE * :Login unsuccessful')).toEqual([
      { type: 'login-failed', reason: 'Login unsuccessful' },
    ]);
    expect(meaningsOf(':tmi.twitch.tv 353 me = #x :me\r\n:tmi.twitch.tv HOSTTARGET #x :- 0\r\n')).toEqual([
      { type: 'nothing' },
      { type: 'nothing' },
    ]);
  });

  it('keeps the bytes of lines that nobody can use', () => {
    for (const hostile of hostileLines(CHANNEL)) {
      const [meaning] = meaningsOf(hostile);
      expect(meaning, hostile.subarray(0, 60).toString()).toMatchObject({
        type: 'event',
        event: { type: 'unparsed' },
      });
      if (meaning?.type === 'event' && meaning.event.type === 'unparsed')
        expect(Buffer.from(meaning.event.payload).equals(hostile)).toBe(true);
    }
  });

  it('reads every line of a frame, however many and however they end', () => {
    const lines = Array.from({ length: 100 }, (_, index) =>
      privmsg({ channel: CHANNEL, id: `m${index}`, text: 'x' }),
    );
    expect(meaningsOf(lines.join('\r\n'))).toHaveLength(100);
    expect(meaningsOf(`\r\n\n${lines.join('\n')}\n\r\n`)).toHaveLength(100);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        meaningsOf(Buffer.from(bytes));
      }),
    );
    const valid = privmsg({
      channel: CHANNEL,
      id: 'm',
      text: '안녕 Kappa 😀',
      tags: { emotes: '25:3-7', bits: '5' },
    });
    fc.assert(
      fc.property(fc.nat(valid.length), fc.uint8Array({ maxLength: 8 }), (at, noise) => {
        const bytes = Buffer.from(valid);
        meaningsOf(Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]));
      }),
    );
  });
});

/** A folder of `.irc` files, one line of real chat a line, to try the parser on. */
const captures = process.env.CHATPULSE_TEST_TWITCH_CAPTURES;

describe.skipIf(!captures)(
  'captures of real chat (CHATPULSE_TEST_TWITCH_CAPTURES names their folder)',
  () => {
    it('are understood: no line of chat is lost', () => {
      const lost: string[] = [];
      let understood = 0;
      for (const file of readdirSync(captures ?? '').filter((name) => name.endsWith('.irc'))) {
        for (const text of readFileSync(join(captures ?? '', file), 'utf8').split(/\r?\n/)) {
          const command = / (?:PRIVMSG|USERNOTICE|CLEARMSG|CLEARCHAT) #(\S+)/.exec(text);
          if (!command) continue;
          const [meaning] = meaningsOf(text, command[1]?.toLowerCase());
          if (meaning?.type === 'event' && meaning.event.type !== 'unparsed') understood += 1;
          else lost.push(text);
        }
      }
      expect(lost).toEqual([]);
      expect(understood).toBeGreaterThan(0);
    });
  },
);
