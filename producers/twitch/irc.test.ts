import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeTag } from '../../tests/platforms/twitch-lines.ts';
import { parseIrcLine, unescapeTag } from './irc.ts';

describe('parseIrcLine', () => {
  it('takes a line apart', () => {
    const line = parseIrcLine('@id=1;flag;text=a\\sb :nick!user@host PRIVMSG #channel :hello  :there ');
    expect(line).toMatchObject({ nick: 'nick', command: 'PRIVMSG', params: ['#channel', 'hello  :there '] });
    expect([...(line?.tags ?? [])]).toEqual([
      ['id', '1'],
      ['flag', ''],
      ['text', 'a b'],
    ]);
  });

  it('reads lines without tags, prefix or parameters', () => {
    expect(parseIrcLine('PING')).toMatchObject({ nick: undefined, command: 'PING', params: [] });
    expect(parseIrcLine('ping :x')).toMatchObject({ command: 'PING', params: ['x'] });
    expect(parseIrcLine(':server 001 me :hi')).toMatchObject({
      nick: 'server',
      command: '001',
      params: ['me', 'hi'],
    });
  });

  it('allows several spaces between parts, and an empty trailing parameter', () => {
    expect(parseIrcLine('@a=1   :n   CMD   x   y   :')).toMatchObject({
      command: 'CMD',
      params: ['x', 'y', ''],
    });
  });

  it.each(['', ' ', '@', '@a=1', ':', ':nick', '@a=1 :nick', '@a=1 :nick ', '1 2', 'ab1 x', '가나다 x'])(
    'finds no command in %j',
    (text) => {
      expect(parseIrcLine(text)).toBeUndefined();
    },
  );

  it('never throws', () => {
    const noise = fc.string({
      unit: fc.constantFrom('@', ':', ';', '=', ' ', '\\', 's', 'A', '#', '\u0001', '가', '\ud800'),
    });
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ unit: 'binary' })), (text) => {
        parseIrcLine(text);
      }),
    );
  });

  it('gives back what a well-formed line was made of', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const value = fc.string({ unit: 'grapheme' });
    const word = fc.stringMatching(/^[a-z#][a-z0-9:]{0,8}$/);
    const trailing = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\0]/.test(text));
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { minKeys: 1 }),
        word,
        fc.array(word),
        trailing,
        (tags, nick, middle, last) => {
          const tagText = Object.entries(tags)
            .map(([key, content]) => `${key}=${escapeTag(content)}`)
            .join(';');
          const line = parseIrcLine(
            `@${tagText} :${nick} CMD ${middle.map((part) => `${part} `).join('')}:${last}`,
          );
          expect(Object.fromEntries(line?.tags ?? [])).toEqual({ ...tags });
          expect(line?.nick).toBe(nick);
          expect(line?.params).toEqual([...middle, last]);
        },
      ),
    );
  });
});

describe('unescapeTag', () => {
  it.each([
    ['a\\:b\\sc\\\\d\\re\\nf', 'a;b c\\d\re\nf'],
    ['lone\\x', 'lonex'],
    ['end\\', 'end'],
    ['\\\\s', '\\s'],
  ])('%j is %j', (escaped, plain) => {
    expect(unescapeTag(escaped)).toBe(plain);
  });
});
