import type { Emote } from '../../core/events/generated.ts';
import { objectOf, type JsonObject } from '../json-fields.ts';
import { pictureAddress } from '../picture-address.ts';

/**
 * The emotes of a text: `{:name:}`, where the message brought a picture of that name along. Written that way without
 * one, it is text. The id is the address of the picture, which pages use where it has the form that they know.
 */
export function emotesOf(text: string, extras: JsonObject | undefined): Emote[] {
  if (!text.includes('{:')) return [];
  const pictures = objectOf(extras?.['emojis']);
  if (!pictures) return [];
  const emotes: Emote[] = [];
  for (const match of text.matchAll(/\{:([^{}:]{1,100}):\}/g)) {
    const [name, key = ''] = match;
    if (!Object.hasOwn(pictures, key)) continue;
    emotes.push({
      id: pictureAddress(pictures[key]) ?? key,
      name,
      start: match.index,
      end: match.index + name.length,
    });
  }
  return emotes;
}
