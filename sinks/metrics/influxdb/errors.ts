import { RequestError, ServiceNotAvailableError } from 'influx/lib/src/pool.js';
import { ChatpulseError } from '../../../core/errors.ts';

/** The server answered that a statement or a write failed. */
export class InfluxRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'InfluxRefusal';
    this.status = status;
  }
}

/** The request took longer than it may. */
export class InfluxTimeout extends Error {}

/**
 * What the server or the way to it failed at as a coded error, which sinks try again; what the points are at fault of
 * stays as it is, which sinks set aside.
 */
export function toMetricsError(error: unknown): unknown {
  const refusal = toRefusal(error);
  if (refusal) {
    const { status, message } = refusal;
    if (status === 401 || status === 403 || /authoriz|authentication|admin privilege/i.test(message))
      return new ChatpulseError('CHATPULSE_STORE_REFUSED', {
        message: `The metric store (InfluxDB) refuses the user: ${message}.`,
        cause: error,
      });
    if (!isMissing(refusal) && status >= 400 && status < 500 && status !== 408 && status !== 429)
      return refusal;
    return unavailable(error, message);
  }
  if (error instanceof ServiceNotAvailableError || error instanceof InfluxTimeout || isNetworkError(error))
    return unavailable(error, error.message);
  // A proxy in between that answers something else.
  if (error instanceof SyntaxError) return unavailable(error, 'the answer cannot be read');
  return error;
}

/** A database or retention policy that is not there. */
export function isMissing(error: unknown): boolean {
  return /(database|retention policy) not found/i.test(toRefusal(error)?.message ?? '');
}

/** Points older than their retention policy keeps are left out, and all others of the request are written. */
export function isBeyondRetention(error: unknown): boolean {
  return /partial write: points beyond retention policy dropped/i.test(toRefusal(error)?.message ?? '');
}

function toRefusal(error: unknown): InfluxRefusal | undefined {
  if (error instanceof InfluxRefusal) return error;
  if (!(error instanceof RequestError)) return undefined;
  return new InfluxRefusal(error.res.statusCode ?? 500, error.message);
}

function isNetworkError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || /socket hang up|aborted|ECONNRESET/.test(error.message);
}

function unavailable(cause: unknown, reason: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_METRICS_UNAVAILABLE', {
    message: `The metric store (InfluxDB) does not answer: ${reason}.`,
    cause,
  });
}
