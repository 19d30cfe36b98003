import { createHash } from 'node:crypto';
import type { RecordedLine } from './lines.ts';
import { parseTime } from './time.ts';

const MAX_ID = 200;
const MAX_NAME = 500;

/** A message of a recording. */
export interface RecordedMessage {
  readonly messageId: string;
  readonly authorId: string;
  readonly authorName: string;
  /** ms since 1970; undefined where the line has no usable time. */
  readonly time: number | undefined;
  readonly text: string;
  /** Undefined where the line names none. */
  readonly channel: string | undefined;
}

export type RecordedResult =
  | { readonly message: RecordedMessage; readonly reason?: undefined }
  | { readonly message?: undefined; readonly reason: string };

/** Reads `{"id","author","authorId","time","text","channel"}`, all but text optional; other fields are ignored. */
export function readRecord(line: RecordedLine): RecordedResult {
  if (line.text === undefined) return { reason: line.reason ?? 'unreadable' };
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    return { reason: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { reason: 'not a JSON object' };
  const fields = value as Readonly<Record<string, unknown>>;
  const text = fields.text;
  if (typeof text !== 'string' || text === '') return { reason: 'no text' };
  const author = nameOf(fields.author);
  const authorId = nameOf(fields.authorId) ?? author ?? '';
  return {
    message: {
      messageId: idOf(fields.id) ?? `line-${line.number}`,
      authorId,
      authorName: author ?? authorId,
      time: parseTime(fields.time),
      text: wellFormed(text),
      channel: nameOf(fields.channel),
    },
  };
}

function idOf(value: unknown): string | undefined {
  const id = nameOf(value);
  if (id === undefined || id.length <= MAX_ID) return id;
  return `h-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

function nameOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const name = wellFormed(value.trim().slice(0, MAX_NAME));
  return name === '' ? undefined : name;
}

/** Halves of surrogate pairs, as texts cut in the middle of an emoji have them, cannot be stored as UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
