import type { Emote } from '../../core/events/generated.ts';

/** The emotes of the demo's platform: written out in a text, they are pictures there. */
const EMOTES: Readonly<Record<string, string>> = {
  haramHi: 'demo-1',
  haramLaugh: 'demo-2',
  haramCry: 'demo-3',
  haramAngry: 'demo-4',
  haramLove: 'demo-5',
  haramShock: 'demo-6',
  haramClap: 'demo-7',
};

/** The emotes in a text, in order. */
export function emotesIn(text: string): Emote[] {
  const emotes: Emote[] = [];
  for (const match of text.matchAll(/haram[A-Z][a-z]+/g)) {
    const name = match[0];
    const id = EMOTES[name];
    if (id !== undefined) emotes.push({ id, name, start: match.index, end: match.index + name.length });
  }
  return emotes;
}
