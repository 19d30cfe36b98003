import type { RequestHandler } from 'express';
import type { ErrorCode } from '../../core/error-table.ts';
import type { z } from 'zod';

/** One operation of the API: what serves it, and what the OpenAPI document says of it. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As Express has it, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodType;
  /** Headers that it heeds, each with what it means. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  /** The schema of each answer by status; a text where it is no JSON. */
  readonly answers: Readonly<Record<number, z.ZodType | string>>;
  /** Codes of the problems it may answer, beside those that any request may get. */
  readonly problems?: readonly ErrorCode[];
  readonly handler: RequestHandler;
}
