import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Author } from '../../core/events/generated.ts';
import type { SourceEvent, SourceMessage } from '../port.ts';
import { jsonBytes } from '../json-fields.ts';
import { parseKst } from './kst-time.ts';

type Role = 'viewer' | 'host';

/** What the platform calls a comment, as a kind of message and who writes such. */
const TYPES: Readonly<Record<string, { readonly kind: string; readonly by: Role }>> = {
  CHATTING: { kind: 'text', by: 'viewer' },
  /** The host answers somebody. */
  ANSWER: { kind: 'text', by: 'host' },
  /** The host tells everybody. */
  NOTICE: { kind: 'notice', by: 'host' },
};

const idLike = z.union([z.string(), z.number().int()]).nullish();

const commentShape = z.object({
  commentNo: idLike,
  idNo: idLike,
  nickname: z.string().nullish(),
  message: z.string().min(1),
  commentType: z.string(),
  commentCreatedAt: z.string().nullish(),
  /** What replays call it. */
  createdAt: z.string().nullish(),
});

type Comment = z.infer<typeof commentShape>;

/** A comment as a message; `unparsed` where it is none that is known. Never throws. */
export function interpretComment(raw: unknown): Extract<SourceEvent, { type: 'message' | 'unparsed' }> {
  const parsed = commentShape.safeParse(raw);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'comment');
    return unparsed(jsonBytes(raw), `a comment with a senseless ${fields.join(', ')}`);
  }
  const comment = parsed.data;
  const type = Object.hasOwn(TYPES, comment.commentType) ? TYPES[comment.commentType] : undefined;
  if (!type)
    return unparsed(jsonBytes(raw), `a comment of an unknown type, ${comment.commentType.slice(0, 40)}`);
  const message: SourceMessage = {
    messageId: messageIdOf(comment),
    sentAt: timeOf(comment),
    author: authorOf(comment, type.by),
    text: comment.message,
    emotes: [],
    kind: type.kind,
    paid: null,
    reply: null,
    originId: null,
  };
  return { type: 'message', message };
}

/** A payload as it came, for the dead letters. */
export function unparsed(payload: Uint8Array, reason: string): Extract<SourceEvent, { type: 'unparsed' }> {
  return { type: 'unparsed', payload, reason };
}

function timeOf(comment: Comment): number | null {
  return parseKst(comment.commentCreatedAt) ?? parseKst(comment.createdAt);
}

/** The number of the comment; where the platform leaves it out, what else tells it from others. */
function messageIdOf(comment: Comment): string {
  const number = textOf(comment.commentNo);
  if (number !== '') return number;
  const parts = [
    comment.nickname ?? '',
    comment.commentCreatedAt ?? comment.createdAt ?? '',
    comment.message,
  ];
  return `n-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

/**
 * Names are masked by the platform, so that several people share one: only the id number tells who somebody is. Where
 * it is missing the author has no id, and nothing is counted for or against the name.
 */
function authorOf(comment: Comment, by: Role): Author {
  const id = textOf(comment.idNo);
  return {
    id,
    name: comment.nickname?.trim() ?? '',
    login: null,
    roles: by === 'host' ? ['owner'] : [],
    identifiable: id !== '',
  };
}

function textOf(id: string | number | null | undefined): string {
  return id === null || id === undefined ? '' : String(id).trim();
}
