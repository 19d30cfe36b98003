import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { Emote } from '../../core/events/generated.ts';
import { createAnalyzer, type Analyzer } from '../../language/index.ts';
import { createDemoSource } from '../demo/source.ts';
import { parseEmotes, readEmotesFile } from './emotes-file.ts';
import { addNamedEmotes, withNamedEmotes } from './named-emotes.ts';

const LIST = parseEmotes(
  JSON.stringify({ catJAM: { provider: '7tv', id: '01F6MQ33FG000FFJ97ZB8MWV52' }, 'D:': {}, killU: null }),
);

describe('emotes by name', () => {
  it('are whole words of the list, with their case, where the platform named no emote', () => {
    const kappa: Emote = { id: '25', name: 'Kappa', start: 0, end: 5 };
    expect(addNamedEmotes('Kappa catJAM, catJAM D: catjam', [kappa], LIST)).toEqual([
      kappa,
      { id: '7tv:01F6MQ33FG000FFJ97ZB8MWV52', name: 'catJAM', start: 14, end: 20 },
      { id: 'named:D:', name: 'D:', start: 21, end: 23 },
    ]);
    const own: Emote = { id: '1', name: 'catJAM', start: 0, end: 6 };
    expect(addNamedEmotes('catJAM', [own], LIST)).toEqual([own]);
  });

  it('stand where they say, in order and apart, whatever the text', () => {
    const word = fc.constantFrom('catJAM', 'D:', 'killU', 'x', '하하', '👋', ' ', '  ', '\n');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join('');
        const emotes = addNamedEmotes(text, [], LIST);
        for (const { name, start, end } of emotes) {
          expect(text.slice(start, end)).toBe(name);
          expect(text.slice(0, start)).toMatch(/(^|\s)$/);
          expect(text.slice(end)).toMatch(/^($|\s)/);
        }
        expect([...emotes].sort((a, b) => a.start - b.start)).toEqual(emotes);
      }),
    );
  });

  it('are added to the messages of any source, and nothing else of it changes', async () => {
    const read = async (source: ReturnType<typeof createDemoSource>) => {
      const events = [];
      const signal = new AbortController().signal;
      const options = { channel: 'showcase', signal, clock: systemClock, speed: 'max', cursor: null };
      for await (const batch of source.open(options)) events.push(...batch);
      return events.flatMap((event) => (event.type === 'message' ? [event.message] : []));
    };
    const plain = await read(createDemoSource());
    const named = await read(withNamedEmotes(createDemoSource(), new Map([['LMAO', 'named:LMAO']])));
    const texts = (messages: typeof plain) => messages.map(({ messageId, text }) => [messageId, text]);
    expect(texts(named)).toEqual(texts(plain));
    const count = (messages: typeof plain) => messages.flatMap(({ emotes }) => emotes).length;
    expect(count(named)).toBeGreaterThan(count(plain));
  });
});

describe('the analysis of a text with emotes by name', () => {
  let analyzer: Analyzer;
  beforeAll(async () => {
    analyzer = await createAnalyzer();
  });

  it('keeps each as one word and scores nothing of it', () => {
    const text = 'fuckingLUL';
    const named = new Map([[text, 'named:x']]);
    expect(analyzer.analyze(text).profanity.flag).toBe(true);
    const analysis = analyzer.analyze(text, addNamedEmotes(text, [], named));
    expect(analysis.words).toEqual([text]);
    expect(analysis.profanity.flag).toBe(false);
    expect(analysis.masked).toBe(text);
  });
});

describe('the list of emotes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatpulse-emotes-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'emotes.json');

  it('is read from a file', () => {
    writeFileSync(file, '{"LULW": {"provider": "ffz", "id": "128054"}}');
    expect([...readEmotesFile(file)]).toEqual([['LULW', 'ffz:128054']]);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '["LULW"]'],
    ['a name with white space', '{"a b": null}'],
    ['another provider', '{"LULW": {"provider": "https://evil.example", "id": "1"}}'],
    ['an id that is an address', '{"LULW": {"provider": "ffz", "id": "../1"}}'],
    ['a provider without an id', '{"LULW": {"provider": "ffz"}}'],
  ])('is refused with %s', (_what, text) => {
    writeFileSync(file, text);
    expect(() => readEmotesFile(file)).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_EMOTES_UNUSABLE', message: expect.stringContaining(file) }),
    );
  });

  it('is refused where there is none', () => {
    expect(() => readEmotesFile(join(folder, 'none.json'))).toThrow(
      expect.objectContaining({ code: 'CHATPULSE_EMOTES_UNUSABLE' }),
    );
  });
});
