import type { Request } from 'express';
import { makeGroupId } from '../../core/events/ids.ts';
import { unknownGroup, type GroupCommands } from '../commands/groups.ts';
import type { BroadcastBook } from '../model/broadcast-book.ts';
import type { GroupDescriber } from '../model/describe-group.ts';
import { defineGroupSchema, groupListSchema, groupNameSchema, groupSchema, type Group } from './contract.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

export interface GroupRoutesOptions {
  readonly book: BroadcastBook;
  readonly commands: GroupCommands;
  readonly groups: GroupDescriber;
}

/** Channel groups: channels of any platforms that are shown as one audience. */
export function groupRoutes({ book, commands, groups }: GroupRoutesOptions): readonly Route[] {
  function describeGroup(name: string): Group {
    const group = groups.group(name);
    if (!group) throw unknownGroup(name);
    return group;
  }

  return [
    {
      method: 'get',
      path: '/api/groups',
      summary: 'Channel groups by name',
      answers: { 200: groupListSchema },
      handler: (_request, response) => {
        answer(response, groupListSchema, { groups: [...groups.list()] });
      },
    },
    {
      method: 'get',
      path: '/api/groups/:name',
      summary: 'A channel group with the broadcasts it shows now',
      answers: { 200: groupSchema },
      problems: ['CHATPULSE_GROUP_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const name = nameOf(request);
        await book.learnGroup(makeGroupId(name));
        answer(response, groupSchema, describeGroup(name));
      },
    },
    {
      method: 'put',
      path: '/api/groups/:name',
      summary: 'Make a channel group, or give the group of this name other channels',
      body: defineGroupSchema,
      answers: { 201: groupSchema, 200: groupSchema },
      headers: { 'If-None-Match': '`*`: only where there is no group of this name yet' },
      problems: [
        'CHATPULSE_URL_UNKNOWN',
        'CHATPULSE_GROUPS_FULL',
        'CHATPULSE_GROUP_EXISTS',
        'CHATPULSE_LOG_UNAVAILABLE',
      ],
      handler: async (request, response) => {
        const name = nameOf(request);
        const { channels } = readRequest(defineGroupSchema, request.body);
        const onlyNew = request.get('if-none-match') === '*';
        const isNew = await commands.define(name, channels, { onlyNew });
        answer(response, groupSchema, describeGroup(name), isNew ? 201 : 200);
      },
    },
    {
      method: 'delete',
      path: '/api/groups/:name',
      summary: 'Dissolve a channel group; its channels and broadcasts stay',
      answers: { 204: 'Done' },
      problems: ['CHATPULSE_GROUP_UNKNOWN', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        await commands.dissolve(nameOf(request));
        response.status(204).end();
      },
    },
  ];
}

function nameOf(request: Request): string {
  return readRequest(groupNameSchema, request.params.name);
}
