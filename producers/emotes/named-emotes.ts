import type { Emote } from '../../core/events/generated.ts';
import type { ChatSource, SourceEvent } from '../port.ts';

/** Emotes that no platform names in its messages: the id of each by the word that stands for it. */
export type NamedEmotes = ReadonlyMap<string, string>;

/** A text has no more of them: what comes after is left as words. */
const MOST = 500;

/**
 * The emotes of a text with those words added that are emotes of the list, in order of place. A word is what stands
 * between white space, as a whole and with its case; a stretch that is an emote already stays what it is.
 */
export function addNamedEmotes(text: string, emotes: readonly Emote[], named: NamedEmotes): readonly Emote[] {
  const found: Emote[] = [];
  for (const { 0: name, index: start } of text.matchAll(/\S+/g)) {
    const id = named.get(name);
    const end = start + name.length;
    if (id === undefined || emotes.some((emote) => emote.start < end && start < emote.end)) continue;
    found.push({ id, name, start, end });
    if (found.length >= MOST) break;
  }
  return found.length === 0 ? emotes : [...emotes, ...found].sort((a, b) => a.start - b.start);
}

/** A source whose messages have the emotes of the list too, as if the platform had named them. */
export function withNamedEmotes(source: ChatSource, named: NamedEmotes): ChatSource {
  return { ...source, open: (options) => addToAll(source.open(options), named) };
}

async function* addToAll(
  batches: AsyncIterable<readonly SourceEvent[]>,
  named: NamedEmotes,
): AsyncGenerator<readonly SourceEvent[]> {
  for await (const batch of batches) yield batch.map((event) => addTo(event, named));
}

function addTo(event: SourceEvent, named: NamedEmotes): SourceEvent {
  if (event.type !== 'message') return event;
  const { message } = event;
  const emotes = addNamedEmotes(message.text, message.emotes, named);
  return emotes === message.emotes ? event : { ...event, message: { ...message, emotes } };
}
