import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Telemetry } from '../../core/telemetry/port.ts';
import { problemOf } from './problem.ts';

/** An answer that takes longer is told as slow, ms. */
const SLOW_MS = 5_000;

/** An answer that is out. */
export interface ToldResponse {
  /** It took longer than five seconds. */
  readonly slow: boolean;
  /** Its status was 500 or more. */
  readonly failed: boolean;
}

export interface RequestWatchOptions {
  readonly telemetry: Telemetry;
  readonly logger?: Logger;
  readonly onResponse?: (response: ToldResponse) => void;
  /** Taken as slow, ms; default 5 s. */
  readonly slowMs?: number;
}

/**
 * Times every request by its route rather than its path, and says once, with all that is known of it, when it failed by
 * our own fault or took long. The answer carries the id under which the log has it. Headers, queries and bodies are
 * never logged: they may hold secrets and what people wrote.
 */
export function watchRequests(options: RequestWatchOptions): RequestHandler {
  const { telemetry, logger, slowMs = SLOW_MS } = options;
  return (request, response, next) => {
    const started = performance.now();
    const requestId = randomUUID();
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const ms = performance.now() - started;
      const route = routeOf(request);
      const status = response.writableFinished ? String(response.statusCode) : 'aborted';
      const error = errorOf(response);
      options.onResponse?.({ slow: ms > slowMs, failed: response.statusCode >= 500 });
      telemetry.timing('http.ms', { method: request.method, route, status }, ms);
      if (ms > slowMs) telemetry.count('http.slow', { route });
      if (error !== undefined) telemetry.count('http.errors', { route, code: problemOf(error).code });
      if (!logger || (error === undefined && ms <= slowMs)) return;
      const said = { requestId, method: request.method, route, status, ms: Math.round(ms) };
      if (error !== undefined)
        logger.error({ ...said, code: problemOf(error).code, err: error }, 'a request failed');
      else logger.warn(said, 'a response was slow');
    });
    next();
  };
}

/** Leaves an error of our own making where the watch finds it when the answer is out. */
export function noteError(response: Response, error: unknown): void {
  if (problemOf(error).status >= 500) (response.locals as Noted).chatpulseError = { error };
}

interface Noted {
  chatpulseError?: { readonly error: unknown };
}

function errorOf(response: Response): unknown {
  return (response.locals as Noted).chatpulseError?.error;
}

/** As the API has it, e.g. `/api/broadcasts/{id}`; what is no route is `other`, however it is written. */
function routeOf(request: Request): string {
  const path = (request.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? path.replace(/:(\w+)/g, '{$1}') : 'other';
}
