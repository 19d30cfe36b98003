import type { Request } from 'express';
import type { BroadcastBook } from '../model/broadcast-book.ts';
import type { ErrorCode } from '../../core/error-table.ts';
import type { History } from '../history/history.ts';
import {
  messagesPageSchema,
  messagesQuerySchema,
  windowsAnswerSchema,
  windowsQuerySchema,
  wordsQuerySchema,
  wordsSchema,
} from './contract.ts';
import { idOf } from './broadcasts.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

const UNANSWERED: readonly ErrorCode[] = [
  'CHATPULSE_BROADCAST_UNKNOWN',
  'CHATPULSE_HISTORY_UNAVAILABLE',
  'CHATPULSE_LOG_UNAVAILABLE',
];

/** What a broadcast was like: its messages, windows and words. */
export function historyRoutes({
  book,
  history,
}: {
  readonly book: BroadcastBook;
  readonly history: History;
}): readonly Route[] {
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  async function known(request: Request): Promise<string> {
    await book.learn(idOf(request));
    return book.require(idOf(request)).id;
  }

  return [
    {
      method: 'get',
      path: '/api/broadcasts/:id/messages',
      summary: 'Messages from the archive, ascending; without before or after the newest ones',
      query: messagesQuerySchema,
      answers: { 200: messagesPageSchema },
      problems: UNANSWERED,
      handler: async (request, response) => {
        const query = readRequest(messagesQuerySchema, request.query);
        const id = await known(request);
        answer(response, messagesPageSchema, await history.messages(id, query));
      },
    },
    {
      method: 'get',
      path: '/api/broadcasts/:id/windows',
      summary: 'Counts per 10 seconds or minute: closed ones, and those still open',
      query: windowsQuerySchema,
      answers: { 200: windowsAnswerSchema },
      problems: UNANSWERED,
      handler: async (request, response) => {
        const { size, from, to } = readRequest(windowsQuerySchema, request.query);
        const id = await known(request);
        const windows = await history.windows(id, { size, from, to });
        answer(response, windowsAnswerSchema, { windows: [...windows] });
      },
    },
    {
      method: 'get',
      path: '/api/broadcasts/:id/words',
      summary: 'The most frequent words of the last minute, the last ten, or the whole broadcast',
      query: wordsQuerySchema,
      answers: { 200: wordsSchema },
      problems: UNANSWERED,
      handler: async (request, response) => {
        const { span, limit } = readRequest(wordsQuerySchema, request.query);
        const id = await known(request);
        answer(response, wordsSchema, await history.words(id, span, limit));
      },
    },
  ];
}
