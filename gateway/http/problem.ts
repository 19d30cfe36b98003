import type { ErrorRequestHandler, Response } from 'express';
import { ERROR_TABLE } from '../../core/error-table.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { Problem } from './contract.ts';

/** A field of a request that is wrong. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A request that does not fit its schema. */
export class InvalidRequest extends ChatpulseError {
  readonly fields: readonly FieldError[];

  constructor(fields: readonly FieldError[]) {
    super('CHATPULSE_REQUEST_INVALID', {
      message: fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
    });
    this.fields = fields;
  }
}

/** Any error as RFC 9457 "Problem Details for HTTP APIs" has it. Errors without a code tell nothing of the inside. */
export function problemOf(error: unknown): Problem {
  const coded = toCoded(error);
  return {
    type: `urn:chatpulse:error:${coded.code}`,
    title: ERROR_TABLE[coded.code].what,
    status: coded.status,
    detail: coded.message,
    code: coded.code,
    hint: coded.hint,
    ...(coded instanceof InvalidRequest && { errors: [...coded.fields] }),
  };
}

function toCoded(error: unknown): ChatpulseError {
  if (error instanceof ChatpulseError) return error;
  // The body parser and the router mark their errors with a type and a status.
  const { type, status } = (typeof error === 'object' && error !== null ? error : {}) as {
    type?: unknown;
    status?: unknown;
  };
  if (type === 'entity.too.large')
    return new ChatpulseError('CHATPULSE_REQUEST_TOO_LARGE', { message: 'The body is larger than 64 KB.' });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ChatpulseError('CHATPULSE_REQUEST_INVALID', {
      message: 'The request cannot be read.',
      cause: error,
    });
  return new ChatpulseError('CHATPULSE_INTERNAL', { message: 'Something went wrong inside.', cause: error });
}

export function sendProblem(response: Response, error: unknown): void {
  const problem = problemOf(error);
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The last handler: every error becomes a problem; `note` hears of it first. */
export function problemHandler(note: (response: Response, error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    note(response, error);
    if (response.headersSent) next(error);
    else sendProblem(response, error);
  };
}
