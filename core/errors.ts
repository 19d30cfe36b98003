import { ERROR_TABLE, type ErrorCode } from './error-table.ts';

/** Details that belong to one occurrence of an error. */
export interface ErrorOptions {
  /** What happened, in a sentence that names the thing concerned. */
  readonly message: string;
  readonly cause?: unknown;
}

/**
 * An error that a user can act on: a documented code, what happened, and what to do.
 * Every code stands in {@link ERROR_TABLE}, from which docs/errors.md is made.
 */
export class ChatpulseError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it. */
  readonly hint: string;
  /** The HTTP status that fits, for answers of the gateway. */
  readonly status: number;

  constructor(code: ErrorCode, options: ErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ChatpulseError';
    this.code = code;
    this.hint = ERROR_TABLE[code].todo;
    this.status = ERROR_TABLE[code].status;
  }
}

/** Text of any thrown value, with the code where there is one. */
export function describeError(error: unknown): string {
  if (error instanceof ChatpulseError) return `${error.code}: ${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

/** An error as it crosses a thread: errors lose their class in a structured clone. */
export interface PlainError {
  readonly code?: ErrorCode;
  readonly message: string;
}

export function toPlainError(error: unknown): PlainError {
  if (error instanceof ChatpulseError) return { code: error.code, message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}

export function fromPlainError(error: PlainError): Error {
  return error.code ? new ChatpulseError(error.code, { message: error.message }) : new Error(error.message);
}
