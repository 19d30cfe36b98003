import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownVerdicts } from './opinion-plans.ts';
import { judgedChat, ownChat } from './own-chat.ts';

const LANGUAGES = ['ko', 'en'] as const;
const KINDS = ['neutral', 'laugh', 'cry', 'positive', 'negative'];
const LABELS = ['negative', 'neutral', 'positive'];

describe.each(LANGUAGES)('chat of our own, %s', (language) => {
  const judged = judgedChat(language);
  const learned = ownChat(language);

  it('has at least so many judged lines, none twice, half of each kind held back', () => {
    expect(judged.length).toBeGreaterThanOrEqual({ ko: 300, en: 60 }[language]);
    expect(new Set(judged.map(({ text }) => text)).size).toBe(judged.length);
    for (const { label, also } of judged) {
      expect(LABELS).toContain(label);
      expect(['', ...LABELS]).toContain(also);
      expect(also).not.toBe(label);
    }
    const halved = judged.filter(({ part }) => part !== 'fresh');
    for (const kind of new Set(halved.map((line) => line.kind))) {
      const parts = halved.filter((line) => line.kind === kind).map(({ part }) => part);
      const heldBack = parts.filter((part) => part === 'held-back').length;
      expect([kind, Math.abs(parts.length - 2 * heldBack) <= 1]).toEqual([kind, true]);
      expect(parts.every((part) => part === 'held-back' || part === 'chosen-on')).toBe(true);
    }
  });

  it('has a hundred fresh lines', () => {
    expect(judged.filter(({ part }) => part === 'fresh')).toHaveLength(100);
  });

  it('never learns from a judged line', () => {
    const texts = new Set(judged.map(({ text }) => text));
    expect(learned.filter(({ text }) => texts.has(text))).toEqual([]);
    expect(ownVerdicts(language, 9).some(({ text }) => texts.has(text))).toBe(false);
  });

  it('fills every pattern, with known kinds, the same each time', () => {
    expect(learned.filter(({ text }) => /[{}]/.test(text) || text.trim() === '')).toEqual([]);
    expect(learned.filter(({ kind }) => !KINDS.includes(kind))).toEqual([]);
    expect(ownChat(language)).toEqual(learned);
    expect(learned.length).toBeGreaterThan(500);
  });

  it('names only slots that are there, each before its first use', () => {
    const list = readFileSync(new URL(`../lists/chat-${language}.tsv`, import.meta.url), 'utf8');
    const known = new Set<string>();
    for (const line of list.split('\n')) {
      if (line.startsWith('@')) known.add(line.slice(1, line.indexOf('\t')));
      for (const [, slot] of line.startsWith('#') ? [] : line.matchAll(/\{(\w+)\}/g))
        expect([line, known.has(slot as string)]).toEqual([line, true]);
    }
  });
});
