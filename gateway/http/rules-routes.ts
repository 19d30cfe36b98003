import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ChannelRules } from '../../core/channel-rules/channel-rules.ts';
import type { RulesCommands } from '../commands/rules.ts';
import { ASKED_BY_HEADER, askedBy } from './asked-by.ts';
import { idOf } from './broadcasts.ts';
import { channelIdSchema, channelRulesSchema, setRulesSchema } from './contract.ts';
import { seenVersion } from './if-match.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

const channelSchema = z.object({ id: channelIdSchema });

export function rulesRoutes(commands: RulesCommands): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/channels/:id/rules',
      summary: 'What is masked on a channel besides the lists, and what not; the ETag is their version',
      answers: { 200: channelRulesSchema },
      problems: ['CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const channelId = channelOf(request);
        answerRules(response, channelId, await commands.get(channelId));
      },
    },
    {
      method: 'put',
      path: '/api/channels/:id/rules',
      summary: 'Replace the rules of a channel; they hold for messages within a second',
      headers: {
        'If-Match': 'The ETag of the rules that are to be replaced; without it, whatever is there',
        ...ASKED_BY_HEADER,
      },
      body: setRulesSchema,
      answers: { 200: channelRulesSchema },
      problems: ['CHATPULSE_RULES_CHANGED', 'CHATPULSE_RULES_FULL', 'CHATPULSE_LOG_UNAVAILABLE'],
      handler: async (request, response) => {
        const channelId = channelOf(request);
        const wanted = readRequest(setRulesSchema, request.body);
        answerRules(
          response,
          channelId,
          await commands.set(channelId, wanted, seenVersion(request), askedBy(request)),
        );
      },
    },
  ];
}

function channelOf(request: Request): string {
  return readRequest(channelSchema, { id: idOf(request) }).id;
}

function answerRules(response: Response, channelId: string, rules: ChannelRules): void {
  response.set('ETag', `"${rules.version}"`);
  const { version, mask, allow, severity, changedAt, changedBy } = rules;
  answer(response, channelRulesSchema, {
    channelId,
    version,
    mask: [...mask],
    allow: [...allow],
    severity,
    changedAt,
    changedBy,
  });
}
