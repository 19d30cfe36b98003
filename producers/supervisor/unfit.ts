import type { SourceEvent, SourceMessage } from '../port.ts';

/** Characters of all the texts of an event. Platforms allow a few hundred; a line of a recording may have as many. */
const LONGEST = 64 * 1024;

type ChatEvent = Extract<SourceEvent, { type: 'message' | 'removed' | 'sanctioned' | 'cleared' }>;

/**
 * Why an event is not recorded though it was understood; undefined where it is. What is said of a message later (its
 * analysis, its mask) is several times as long as it, and one that no log takes would hold up all that follow it.
 */
export function whyUnfit(event: ChatEvent): string | undefined {
  return lengthOf(event) > LONGEST ? `a ${event.type} event longer than ${LONGEST} characters` : undefined;
}

function lengthOf(event: ChatEvent): number {
  switch (event.type) {
    case 'message':
      return lengthOfMessage(event.message);
    case 'removed':
      return event.messageId.length + (event.by?.length ?? 0);
    case 'sanctioned':
      return event.authorId.length + (event.authorName?.length ?? 0);
    case 'cleared':
      return 0;
  }
}

function lengthOfMessage({ messageId, author, text, emotes, paid, reply, originId }: SourceMessage): number {
  let length = messageId.length + author.id.length + author.name.length + text.length;
  for (const { id, name } of emotes) length += id.length + name.length;
  return (
    length +
    (paid?.currency.length ?? 0) +
    (reply ? reply.messageId.length + (reply.author?.length ?? 0) : 0) +
    (originId?.length ?? 0)
  );
}
