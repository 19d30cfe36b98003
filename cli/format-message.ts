import { stripVTControlCharacters } from 'node:util';
import type { ChatMessage } from '../gateway/http/contract.ts';

export interface FormatOptions {
  readonly originals?: boolean;
  readonly json?: boolean;
  readonly colour: boolean;
}

const GREEN = '\x1b[32m';
const RED = '\x1b[31m';
const GREY = '\x1b[90m';
const RESET = '\x1b[0m';

/** One line of a message: time, mood, author, text. What a sender wrote can never steer the terminal. */
export function formatMessage(message: ChatMessage, options: FormatOptions): string {
  if (options.json) return `${JSON.stringify(message)}\n`;
  const paint = (colour: string, text: string): string =>
    options.colour ? `${colour}${text}${RESET}` : text;
  const time = new Date(message.at).toTimeString().slice(0, 8);
  const text = message.removed ? '(removed)' : plain(options.originals ? message.text : message.masked);
  const paid = message.paid ? ` [${message.paid.amount} ${plain(message.paid.currency)}]` : '';
  return `${paint(GREY, time)} ${moodOf(message, paint)} ${plain(message.author.name)}${paid}: ${text}\n`;
}

function moodOf(message: ChatMessage, paint: (colour: string, text: string) => string): string {
  if (message.sentiment === 'positive') return paint(GREEN, '+');
  if (message.sentiment === 'negative') return paint(RED, '-');
  return ' ';
}

/** Control characters, line ends and marks that turn the direction of text are taken out. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
