import type { Request } from 'express';
import { CLIENT_HEADER, CLIENTS, type Asker } from './askers.ts';

/** Who asks for a change. What names itself as nothing we know is a program of somebody else. */
export function askedBy(request: Request): Asker {
  const told = request.get(CLIENT_HEADER);
  return CLIENTS.find((client) => client === told) ?? 'api';
}

/** For the description of routes that record it. */
export const ASKED_BY_HEADER: Readonly<Record<string, string>> = {
  [CLIENT_HEADER]:
    'What asks: `page` or `cli`, the product itself. Recorded with the change; anything else is recorded as `api`',
};
