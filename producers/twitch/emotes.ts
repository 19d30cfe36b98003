import type { Emote } from '../../core/events/generated.ts';

const SURROGATE = /[\ud800-\udfff]/;

/**
 * The emotes of a text from the `emotes` tag, e.g. `25:0-4,12-16/1902:6-10`. The tag counts Unicode code points, ends
 * included; the answer counts UTF-16 units, ends excluded. Ranges that lie outside of the text are left out.
 */
export function parseEmotes(tag: string, text: string): Emote[] {
  if (tag === '') return [];
  const units = SURROGATE.test(text) ? unitsOfCodePoints(text) : undefined;
  const codePoints = units ? units.length - 1 : text.length;
  const emotes: Emote[] = [];
  for (const group of tag.split('/')) {
    const colon = group.lastIndexOf(':');
    if (colon <= 0) continue;
    const id = group.slice(0, colon);
    for (const range of group.slice(colon + 1).split(',')) {
      const match = /^(\d{1,6})-(\d{1,6})$/.exec(range);
      if (!match) continue;
      const first = Number(match[1]);
      const last = Number(match[2]);
      if (last < first || last >= codePoints) continue;
      const start = units ? (units[first] ?? 0) : first;
      const end = units ? (units[last + 1] ?? 0) : last + 1;
      emotes.push({ id, name: text.slice(start, end), start, end });
    }
  }
  return emotes.sort((a, b) => a.start - b.start);
}

/** At index i the UTF-16 unit where code point i begins; at the end the length of the text. */
function unitsOfCodePoints(text: string): number[] {
  const units: number[] = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return units;
}
