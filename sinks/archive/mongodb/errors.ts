import {
  MongoError,
  MongoInvalidArgumentError,
  MongoParseError,
  MongoServerError,
  type MongoBulkWriteError,
} from 'mongodb';
import { ChatpulseError } from '../../../core/errors.ts';

/** Server codes that say that a document or a query is at fault: no wait mends them. */
const OUR_FAULT = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  52, // DollarPrefixedFieldName
  121, // DocumentValidationFailure
  10334, // BSONObjectTooLarge
  17419, // the document would grow too large
  17420,
  17280, // KeyTooLong
]);
const REFUSED = new Set([
  13, // Unauthorized
  18, // AuthenticationFailed
]);
const OUT_OF_DISK_SPACE = 14031;
const DUPLICATE_KEY = 11000;
const TIME_LIMIT = 50;

/**
 * Runs a task on the archive. Whatever the server or the way to it fails at becomes a coded error, which sinks try again;
 * what a document is at fault of stays as it is, which sinks set aside.
 * @throws ChatpulseError CHATPULSE_ARCHIVE_UNAVAILABLE, CHATPULSE_STORE_REFUSED or CHATPULSE_DISK_FULL
 */
export async function withArchiveErrors<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw toArchiveError(error);
  }
}

export function toArchiveError(error: unknown): unknown {
  if (!(error instanceof MongoError) || error instanceof ChatpulseError) return error;
  if (error instanceof MongoInvalidArgumentError || error instanceof MongoParseError) return error;
  const code = error instanceof MongoServerError ? error.code : undefined;
  if (typeof code === 'number' && OUR_FAULT.has(code)) return error;
  if (code === OUT_OF_DISK_SPACE)
    return new ChatpulseError('CHATPULSE_DISK_FULL', {
      message: 'The archive (MongoDB) has no room left.',
      cause: error,
    });
  if (typeof code === 'number' && REFUSED.has(code))
    return new ChatpulseError('CHATPULSE_STORE_REFUSED', {
      message: `The archive (MongoDB) refuses the user: ${error.message}.`,
      cause: error,
    });
  return new ChatpulseError('CHATPULSE_ARCHIVE_UNAVAILABLE', {
    message: `The archive (MongoDB) does not answer: ${error.message}.`,
    cause: error,
  });
}

/** The query took longer than it may. */
export function isTimeLimit(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === TIME_LIMIT;
}

/**
 * The operations of an unordered bulk write that met a document of the same id.
 * @throws the error where anything else went wrong as well
 */
export function duplicatesOf(error: unknown): readonly number[] {
  if (!isBulkError(error)) throw error;
  const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const other = failures.find((failure) => failure.code !== DUPLICATE_KEY);
  if (failures.length === 0 || other || error.result.getWriteConcernError() !== undefined) {
    // The code of the error is that of its first failure; the one that counts may be another.
    if (other) throw new MongoServerError({ message: other.errmsg ?? 'write error', code: other.code });
    throw error;
  }
  return failures.map((failure) => failure.index);
}

function isBulkError(error: unknown): error is MongoBulkWriteError {
  return error instanceof MongoServerError && error.name === 'MongoBulkWriteError';
}
