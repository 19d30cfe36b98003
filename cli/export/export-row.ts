import type { ArchivedMessage } from '../../sinks/archive/port.ts';

/** One cell; lists become one cell of words parted by spaces in CSV. */
export type Cell = string | number | boolean | null | readonly string[];

interface Column {
  readonly name: string;
  /** For the help. */
  readonly about: string;
  readonly of: (message: ArchivedMessage) => Cell;
}

/** The columns of an export, in order. The names are a contract: programs read them. */
export const EXPORT_COLUMNS: readonly Column[] = [
  {
    name: 'id',
    about: 'id of the message on its platform',
    of: ({ analyzed }) => analyzed.message.messageId,
  },
  { name: 'broadcast', about: 'id of the broadcast', of: ({ analyzed }) => analyzed.message.broadcastId },
  { name: 'platform', about: 'twitch, replay, demo, …', of: ({ analyzed }) => analyzed.message.platform },
  { name: 'author', about: 'name shown in chat', of: ({ analyzed }) => analyzed.message.author.name },
  {
    name: 'authorId',
    about: 'id of the author on the platform',
    of: ({ analyzed }) => analyzed.message.author.id,
  },
  {
    name: 'sentAt',
    about: 'when it was sent, by the platform where it tells, ISO 8601 in UTC',
    of: ({ analyzed }) => isoTime(analyzed.message.sentAt ?? analyzed.eventTime),
  },
  { name: 'text', about: 'as it was written', of: ({ analyzed }) => analyzed.message.text },
  { name: 'masked', about: 'with profanity masked', of: ({ analyzed }) => analyzed.masked },
  { name: 'removed', about: 'whether the platform removed it', of: ({ removed }) => removed !== null },
  { name: 'profanity', about: 'whether it is profane', of: ({ analyzed }) => analyzed.profane },
  { name: 'sentiment', about: 'positive, neutral or negative', of: ({ analyzed }) => analyzed.sentiment },
  {
    name: 'emotion',
    about: 'anger, joy, fear, disgust, surprise, peace or sadness',
    of: ({ analyzed }) => analyzed.emotion,
  },
  {
    name: 'positive',
    about: 'probability of positive, 0 to 1',
    of: ({ analyzed }) => rounded(analyzed.positive),
  },
  {
    name: 'profanityScore',
    about: 'probability of profane, 0 to 1',
    of: ({ analyzed }) => rounded(analyzed.profanityScore),
  },
  { name: 'severity', about: 'of profanity, 0 none to 3 severe', of: ({ analyzed }) => analyzed.severity },
  { name: 'language', about: 'ko, en, mixed or other', of: ({ analyzed }) => analyzed.lang },
  { name: 'words', about: 'normalised words', of: ({ analyzed }) => analyzed.words },
  {
    name: 'time',
    about: 'by the clock of the broadcast, which windows count by, ISO 8601',
    of: ({ analyzed }) => isoTime(analyzed.eventTime),
  },
  { name: 'kind', about: 'text, action, paid, …', of: ({ analyzed }) => analyzed.message.kind },
  {
    name: 'roles',
    about: 'owner, moderator, subscriber, …',
    of: ({ analyzed }) => analyzed.message.author.roles,
  },
  {
    name: 'paidAmount',
    about: 'where money came with it',
    of: ({ analyzed }) => analyzed.message.paid?.amount ?? null,
  },
  {
    name: 'paidCurrency',
    about: 'its currency, or the unit of the platform',
    of: ({ analyzed }) => analyzed.message.paid?.currency ?? null,
  },
  {
    name: 'replyTo',
    about: 'id of the message that it answers',
    of: ({ analyzed }) => analyzed.message.reply?.messageId ?? null,
  },
  {
    name: 'removedAt',
    about: 'when it was removed, ISO 8601',
    of: ({ removed }) => (removed ? isoTime(removed.at) : null),
  },
  {
    name: 'removedKind',
    about: 'message, author (all of the author) or chat (all before)',
    of: ({ removed }) => removed?.kind ?? null,
  },
  { name: 'hidden', about: 'whether a moderator hid it', of: ({ hidden }) => hidden },
  { name: 'approved', about: 'whether a moderator approved it', of: ({ approved }) => approved },
  {
    name: 'position',
    about: 'its offset in chat.raw; orders the messages',
    of: ({ analyzed }) => analyzed.rawOffset,
  },
  {
    name: 'modelVersion',
    about: 'models and lists behind the scores',
    of: ({ analyzed }) => analyzed.modelVersion,
  },
];

function isoTime(time: number): string {
  // What a recording claims may be no date at all.
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

/** Scores are stored in 32 bits; more digits would be noise. */
function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
