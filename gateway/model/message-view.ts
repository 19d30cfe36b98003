import type { MessageAnalyzed } from '../../core/events/generated.ts';
import { EMOTIONS, type Emotion, type SentimentLabel } from '../../language/types.ts';
import type { ArchivedMessage } from '../../sinks/archive/port.ts';
import type { ChatMessage } from '../http/contract.ts';

/** A message as viewers get it. `removed` stays the last property: {@link withRemoved} relies on it. */
export function toChatMessage(
  analyzed: MessageAnalyzed,
  removed: ChatMessage['removed'] = null,
): ChatMessage {
  const { message } = analyzed;
  return {
    id: message.messageId,
    seq: analyzed.rawOffset,
    at: analyzed.eventTime,
    ...(message.clock === 'recorded' && { playedAt: analyzed.rawAppend }),
    ...(message.originId !== null && { originId: message.originId }),
    author: { id: message.author.id, name: analyzed.maskedAuthor, roles: [...message.author.roles] },
    text: message.text,
    masked: analyzed.masked,
    spans: analyzed.spans.map(({ start, end, reason }) => ({ start, end, reason })),
    emotes: message.emotes.map(({ id, name, start, end }) => ({ id, name, start, end })),
    kind: message.kind,
    paid: message.paid && {
      kind: message.paid.kind,
      amount: message.paid.amount,
      currency: message.paid.currency,
    },
    reply: message.reply && { id: message.reply.messageId, author: analyzed.maskedReplyAuthor },
    profane: analyzed.profane,
    severity: analyzed.severity,
    positive: thousandths(analyzed.positive),
    sentiment: toSentiment(analyzed.sentiment),
    emotion: toEmotion(analyzed),
    removed,
  };
}

export function fromArchive(stored: ArchivedMessage): ChatMessage {
  return toChatMessage(
    stored.analyzed,
    stored.removed && { at: stored.removed.at, kind: stored.removed.kind },
  );
}

const OPEN_END = '"removed":null}';

/** The JSON of a message that was not removed as the JSON of the same message removed, without parsing it. */
export function withRemoved(json: string, removed: NonNullable<ChatMessage['removed']>): string {
  if (!json.endsWith(OPEN_END)) return json;
  return `${json.slice(0, -OPEN_END.length)}"removed":${JSON.stringify(removed)}}`;
}

function toSentiment(label: string): SentimentLabel {
  return label === 'positive' || label === 'negative' ? label : 'neutral';
}

function toEmotion(analyzed: MessageAnalyzed): { label: Emotion; score: number } {
  const index = Math.max(0, (EMOTIONS as readonly string[]).indexOf(analyzed.emotion));
  return { label: EMOTIONS[index] ?? 'peace', score: thousandths(analyzed.emotionScores[index] ?? 0) };
}

/** Three decimals are more than a page can show, and short on the wire. */
function thousandths(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
