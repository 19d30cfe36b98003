import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { wordsIn } from './index.ts';
import { ko } from './ko.ts';

function leaves(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    typeof item === 'string' ? [[`${path}${key}`, item]] : leaves(item as object, `${path}${key}.`),
  );
}

describe('texts', () => {
  it('name the same variables in both languages', () => {
    const variables = (text: string): string[] =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort();
    const english = new Map(leaves(en));
    for (const [key, text] of leaves(ko)) {
      // English may say "once" instead of the number.
      if (key.endsWith('_one')) continue;
      expect(variables(english.get(key) ?? ''), key).toEqual(variables(text));
    }
  });

  it('never shout', () => {
    for (const [key, text] of [...leaves(ko), ...leaves(en)]) expect(text, key).not.toMatch(/[!！]/);
  });

  it('follow the plural rules and number forms of the language', () => {
    expect(wordsIn('en').t('status.gaps', { count: 1 })).toBe('1 gap');
    expect(wordsIn('en').t('status.gaps', { count: 3 })).toBe('3 gaps');
    const ruled = (count: number): string =>
      wordsIn('en').t('alerts.measured.seconds', { count, value: String(count) });
    expect([ruled(1), ruled(30)]).toEqual(['1 second', '30 seconds']);
    expect(wordsIn('en').t('health.totalLag', { count: 1, lag: '1' })).toBe('1 record behind');
    expect(wordsIn('ko').t('chat.fresh', { count: 32, formatted: '32' })).toBe('새 메시지 32개');
    expect(wordsIn('ko').number(12_345)).toBe('12,345');
    expect(wordsIn('en').percent(0.426)).toBe('43%');
  });
});
