/** Chat that was written for this project: texts to learn from, and others that say how chat should be read. */
import { readFileSync } from 'node:fs';
import { seededRandom } from './random.ts';

/** What a person reads in a line of the list to learn from. */
export type ChatKind = 'neutral' | 'laugh' | 'cry' | 'positive' | 'negative';

export interface OwnText {
  readonly text: string;
  readonly kind: ChatKind;
  /** Whether it is one of many of the same pattern. */
  readonly filled: boolean;
}

export interface JudgedChat {
  readonly text: string;
  readonly label: 'negative' | 'neutral' | 'positive';
  /** Another label that a person could defend. */
  readonly also: string;
  readonly kind: string;
  /** Nothing is chosen by the texts that are held back; the fresh ones were written later, and before what they measure. */
  readonly part: 'chosen-on' | 'held-back' | 'fresh';
}

const PER_PATTERN = 12;
const SEED = 11;

function linesOf(name: string): string[] {
  const lines = readFileSync(new URL(`../lists/${name}`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** Texts to learn from: the patterns of the list filled at random, the same each time; none that is judged. */
export function ownChat(language: 'ko' | 'en'): readonly OwnText[] {
  const judged = new Set(judgedChat(language).map(({ text }) => text));
  const random = seededRandom(SEED);
  const slots = new Map<string, readonly string[]>();
  const texts: OwnText[] = [];
  for (const line of linesOf(`chat-${language}.tsv`)) {
    const [label = '', rest = ''] = line.split('\t');
    if (label.startsWith('@')) {
      slots.set(label.slice(1), rest.split('|'));
      continue;
    }
    const filled = rest.includes('{');
    const found = new Set<string>();
    for (let turn = 0; turn < (filled ? 3 * PER_PATTERN : 1) && found.size < PER_PATTERN; turn++)
      found.add(fill(rest, slots, random));
    for (const text of found) if (!judged.has(text)) texts.push({ text, kind: label as ChatKind, filled });
  }
  return texts;
}

function fill(pattern: string, slots: ReadonlyMap<string, readonly string[]>, random: () => number): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const words = slots.get(name) ?? [];
    return words[Math.floor(random() * words.length)] ?? '';
  });
}

export function judgedChat(language: 'ko' | 'en'): readonly JudgedChat[] {
  const [, ...rows] = linesOf(`judged-chat-${language}.tsv`);
  return rows.map((row) => {
    const [text, label, also, kind, part] = row.split('\t');
    return { text, label, also, kind, part } as JudgedChat;
  });
}
