import type { Request } from 'express';
import type { WatchCommands } from '../commands/watch.ts';
import type { BroadcastBook } from '../model/broadcast-book.ts';
import type { PlannedBroadcast } from '../options.ts';
import {
  broadcastListSchema,
  broadcastSchema,
  startBroadcastSchema,
  startedBroadcastSchema,
  type Broadcast,
  type StartBroadcast,
} from './contract.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

/** Broadcasts of a list at most. */
const LISTED = 1_000;

export interface BroadcastRoutesOptions {
  readonly book: BroadcastBook;
  readonly commands: WatchCommands;
  /** @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN */
  readonly describe: (broadcastId: string) => Broadcast;
}

export function broadcastRoutes({ book, commands, describe }: BroadcastRoutesOptions): readonly Route[] {
  /** What a replay has yet to begin is known by its plan alone; for the rest it is as the first one. */
  function describePlanned({ broadcastId, channel }: PlannedBroadcast, first: Broadcast): Broadcast {
    const view = book.state().broadcasts.get(broadcastId);
    return {
      ...(view ? describe(broadcastId) : first),
      id: broadcastId,
      channel: view?.begun ? view.channel : channel,
    };
  }

  return [
    {
      method: 'post',
      path: '/api/broadcasts',
      summary: 'Watch a broadcast; answers 200 with the running one where the channel is watched already',
      body: startBroadcastSchema,
      answers: { 201: startedBroadcastSchema, 200: startedBroadcastSchema },
      problems: ['CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const body = readRequest(startBroadcastSchema, request.body);
        const { created, broadcasts } = await commands.start(body.url, speedOf(body));
        const described = describe(broadcasts[0]?.broadcastId ?? '');
        const all = broadcasts.map((planned) => describePlanned(planned, described));
        const first = all[0] ?? described;
        if (created) response.location(`/api/broadcasts/${encodeURIComponent(first.id)}`);
        answer(
          response,
          startedBroadcastSchema,
          { ...first, ...(all.length > 1 && { broadcasts: all }) },
          created ? 201 : 200,
        );
      },
    },
    {
      method: 'get',
      path: '/api/broadcasts',
      summary: 'Broadcasts, the newest first, at most 1000',
      answers: { 200: broadcastListSchema },
      handler: (_request, response) => {
        const broadcasts = [...book.state().broadcasts.values()]
          .sort((a, b) => b.startedAt - a.startedAt)
          .slice(0, LISTED)
          .map(({ id }) => describe(id));
        answer(response, broadcastListSchema, { broadcasts });
      },
    },
    {
      method: 'get',
      path: '/api/broadcasts/:id',
      summary: 'A broadcast',
      answers: { 200: broadcastSchema },
      problems: ['CHATPULSE_BROADCAST_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        await book.learn(idOf(request));
        answer(response, broadcastSchema, describe(idOf(request)));
      },
    },
    {
      method: 'post',
      path: '/api/broadcasts/:id/stop',
      summary: 'Stop watching; a broadcast that is over stays as it is',
      answers: { 200: broadcastSchema },
      problems: ['CHATPULSE_BROADCAST_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        await book.learn(idOf(request));
        await commands.stop(idOf(request));
        answer(response, broadcastSchema, describe(idOf(request)));
      },
    },
  ];
}

/** The id in the path of a request. */
export function idOf(request: Request): string {
  const { id } = request.params;
  return typeof id === 'string' ? id : '';
}

function speedOf({ speed = '1' }: StartBroadcast): string {
  return String(speed).replace(/(\d)x$/, '$1');
}
