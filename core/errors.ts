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
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  return code ? { code, message } : { message };
}

/** The documented code of an error, also of one from a folder that does not know this class. */
function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && code in ERROR_TABLE ? (code as ErrorCode) : undefined;
}

export function fromPlainError(error: PlainError): Error {
  return error.code ? new ChatpulseError(error.code, { message: error.message }) : new Error(error.message);
}
