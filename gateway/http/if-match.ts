import type { Request } from 'express';
import { InvalidRequest } from './problem.ts';

/**
 * The version that a change answers, by its If-Match (RFC 9110, 13.1.1); undefined where it answers none.
 * @throws InvalidRequest of a header that is no single strong ETag
 */
export function seenVersion(request: Request): number | undefined {
  const match = request.get('if-match');
  if (match === undefined || match.trim() === '*') return undefined;
  const version = /^\s*"(\d{1,15})"\s*$/.exec(match)?.[1];
  if (version === undefined)
    throw new InvalidRequest([{ path: 'If-Match', message: 'Give one ETag as GET has answered it, or *.' }]);
  return Number(version);
}
