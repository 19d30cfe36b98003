import type { Logger } from 'pino';
import { z } from 'zod';
import { LOG_LEVELS } from '../../core/log-levels.ts';
import type { LogLevelControl } from '../options.ts';
import type { Route } from './route.ts';
import { answer, readRequest } from './validate.ts';

const logLevelSchema = z
  .object({ level: z.enum(LOG_LEVELS).describe('how much the log of this process tells') })
  .meta({ id: 'LogLevel' });

/** Reads and changes how much the log tells, without a restart; until the process ends. */
export function logLevelRoutes(options: {
  readonly control: LogLevelControl;
  readonly logger?: Logger;
}): readonly Route[] {
  const { control, logger } = options;
  return [
    {
      method: 'get',
      path: '/api/log-level',
      summary: 'How much the log of this process tells',
      answers: { 200: logLevelSchema },
      handler: (_request, response) => answer(response, logLevelSchema, { level: control.level() }),
    },
    {
      method: 'put',
      path: '/api/log-level',
      summary: 'Change how much the log of this process tells, in all its threads, until it ends',
      body: logLevelSchema,
      answers: { 200: logLevelSchema },
      handler: async (request, response) => {
        const { level } = readRequest(logLevelSchema, request.body);
        const before = control.level();
        await control.set(level);
        logger?.warn({ from: before, to: level }, 'the level of the log was changed');
        answer(response, logLevelSchema, { level: control.level() });
      },
    },
  ];
}
