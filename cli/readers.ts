import type { TopicName } from '../core/events/topics.ts';

/** The parts whose positions say how far they have come, in the order of the data, with the topics that each reads. */
export const READERS = [
  { part: 'analyze', topics: ['chat.raw'] },
  { part: 'windows', topics: ['chat.analyzed'] },
  { part: 'words', topics: ['chat.analyzed'] },
  { part: 'archive', topics: ['chat.analyzed', 'chat.words', 'moderation.events'] },
  { part: 'metrics', topics: ['chat.windows'] },
  { part: 'alerts', topics: ['chat.windows'] },
  { part: 'boards', topics: ['chat.words', 'broadcast.events', 'alert.events'] },
  { part: 'notify', topics: ['alert.events'] },
] as const satisfies readonly { readonly part: string; readonly topics: readonly TopicName[] }[];

export type ReaderName = (typeof READERS)[number]['part'];
