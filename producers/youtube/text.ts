import type { Emote } from '../../core/events/generated.ts';
import { pictureAddress } from '../picture-address.ts';
import { isObject, type JsonObject } from '../json-fields.ts';
import { at, listAt, objectAt, stringAt } from './json.ts';

/** A text as shown, with the platform's own emoji named in it. */
export interface RichText {
  readonly text: string;
  readonly emotes: readonly Emote[];
  /** Parts that are of no known kind and stand for nothing in the text. */
  readonly unknownParts: number;
}

/**
 * The platform writes texts in three forms: `{simpleText}`, `{runs: [{text} | {emoji}]}` and, in newer parts, `{content}`.
 * Standard emoji become the characters they are, the platform's and a channel's own become `:name:`.
 */
export function richText(value: unknown): RichText {
  const plain = stringAt(value, 'simpleText') ?? stringAt(value, 'content');
  if (plain !== undefined) return { text: plain, emotes: [], unknownParts: 0 };
  let text = '';
  let unknownParts = 0;
  const emotes: Emote[] = [];
  for (const run of listAt(value, 'runs')) {
    const emoji = objectAt(run, 'emoji');
    const part = emoji ? undefined : at(run, 'text');
    if (emoji) {
      const name = emojiName(emoji);
      const id = pictureOf(emoji) ?? stringAt(emoji, 'emojiId') ?? name;
      const start = text.length;
      text += name;
      if (isOwn(emoji)) emotes.push({ id, name, start, end: text.length });
    } else if (typeof part === 'string') text += part;
    else unknownParts += 1;
  }
  return { text, emotes, unknownParts };
}

export function plainText(value: unknown): string {
  return richText(value).text.trim();
}

/** Whether a text is there at all, in any of its forms. */
export function hasText(value: unknown): boolean {
  return isObject(value) && plainText(value) !== '';
}

/** The platform's or a channel's own picture, which has no character. */
function isOwn(emoji: JsonObject): boolean {
  return emoji['isCustomEmoji'] === true || !isCharacter(stringAt(emoji, 'emojiId'));
}

/** The address of its picture, the largest; an id from which it could be made there is not. */
function pictureOf(emoji: JsonObject): string | undefined {
  return pictureAddress(stringAt(listAt(objectAt(emoji, 'image'), 'thumbnails').at(-1), 'url'));
}

function emojiName(emoji: JsonObject): string {
  const id = stringAt(emoji, 'emojiId');
  if (!isOwn(emoji) && id !== undefined) return id;
  const label = stringAt(emoji, 'image', 'accessibility', 'accessibilityData', 'label');
  return stringAt(emoji, 'shortcuts', 0) ?? `:${label ?? stringAt(emoji, 'searchTerms', 0) ?? 'emoji'}:`;
}

/** The id of a standard emoji is the emoji; that of any other is made of ASCII letters. */
function isCharacter(id: string | undefined): id is string {
  return id !== undefined && id.length <= 64 && /[^\u0020-\u024f]/.test(id);
}
