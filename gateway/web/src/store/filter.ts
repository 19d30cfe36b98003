import type { ChatMessage } from '../../../http/contract.ts';
import type { MessageFilter } from '../api/client.ts';

export const FILTER_LABELS = ['positive', 'neutral', 'negative', 'profane', 'paid', 'removed'] as const;
export type FilterLabel = (typeof FILTER_LABELS)[number];

/** What the reader wants to see of the chat; an empty one is everything. */
export interface ChatFilter {
  /** Words or parts of words, all of which must occur. */
  readonly text?: string;
  readonly author?: {
    readonly id: string;
    readonly name: string;
    /** Where authors of several platforms stand together: ids are the platform's own. */
    readonly platform?: string;
  };
  readonly label?: FilterLabel;
  /** Event time, `from` inclusive, `to` exclusive. */
  readonly span?: { readonly from: number; readonly to: number };
}

export const NO_FILTER: ChatFilter = {};

export function isFiltering(filter: ChatFilter): boolean {
  return Boolean(filter.text?.trim() || filter.author || filter.label || filter.span);
}

/** The filter as the server is asked. */
export function toQuery(filter: ChatFilter): MessageFilter {
  return {
    q: filter.text?.trim(),
    author: filter.author ? filter.author.id || filter.author.name : undefined,
    label: filter.label,
    from: filter.span?.from,
    to: filter.span?.to,
  };
}

/** Whether a message that comes live belongs to the filtered chat; the same rules as the server's search. */
export function matches(message: ChatMessage, filter: ChatFilter): boolean {
  const { author, label, span } = filter;
  if (span && (message.at < span.from || message.at >= span.to)) return false;
  if (author && (author.id ? message.author.id !== author.id : message.author.name !== author.name))
    return false;
  if (label && !hasLabel(message, label)) return false;
  const words = fold(filter.text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  if (words.length === 0) return true;
  const text = fold(message.text);
  return words.every((word) => text.includes(word));
}

function hasLabel(message: ChatMessage, label: FilterLabel): boolean {
  switch (label) {
    case 'profane':
      return message.profane;
    case 'paid':
      return message.paid !== null;
    case 'removed':
      return message.removed !== null;
    default:
      return message.sentiment === label;
  }
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
