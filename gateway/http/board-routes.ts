import type { BroadcastBook } from '../model/broadcast-book.ts';
import { idOf } from './broadcasts.ts';
import { boardSchema, type Broadcast } from './contract.ts';
import type { Route } from './route.ts';
import { answer } from './validate.ts';

/** The uid of the board of the application, which provisioning fixes. */
export const APPLICATION_BOARD = 'chatpulse-application';

/** Where analysts find a broadcast in Grafana. */
export function boardRoutes(options: {
  readonly book: BroadcastBook;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  readonly describe: (broadcastId: string) => Broadcast;
  /** Where people reach Grafana, without a slash at the end. */
  readonly grafanaUrl: string | undefined;
}): readonly Route[] {
  const { book, describe, grafanaUrl } = options;
  return [
    {
      method: 'get',
      path: '/api/broadcasts/:id/board',
      summary: 'Where the Grafana board of a broadcast is',
      answers: { 200: boardSchema },
      problems: ['CHATPULSE_BROADCAST_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        await book.learn(idOf(request));
        const { id, startedAt, endedAt } = describe(idOf(request));
        const query = new URLSearchParams({
          'var-broadcast': id,
          from: String(startedAt),
          to: endedAt === null ? 'now' : String(endedAt),
        });
        answer(response, boardSchema, {
          url: grafanaUrl === undefined ? null : `${grafanaUrl}/d/${APPLICATION_BOARD}?${query.toString()}`,
        });
      },
    },
  ];
}
