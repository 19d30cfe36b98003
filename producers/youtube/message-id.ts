import { createHash } from 'node:crypto';
import { countAt, stringAt } from './json.ts';

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(10_000, 0, 1);

/** The platform's time of an item (µs) in ms since 1970; null where it is missing or senseless. */
export function sentAtOf(renderer: unknown): number | null {
  const micros = countAt(renderer, 'timestampUsec');
  const time = micros === undefined ? 0 : Math.floor(micros / 1_000);
  return time >= EARLIEST && time < LATEST ? time : null;
}

/** The id of an item; for one without, made of what it says, so that it stays the same when it comes again. */
export function messageIdOf(renderer: unknown, author: string, text: string): string {
  const id = stringAt(renderer, 'id');
  if (id !== undefined) return id;
  const parts = [author, stringAt(renderer, 'timestampUsec') ?? '', text].join('\0');
  return `y-${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}
