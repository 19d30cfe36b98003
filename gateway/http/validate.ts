import type { Response } from 'express';
import type { z } from 'zod';
import { InvalidRequest } from './problem.ts';

/**
 * A part of a request as its schema has it.
 * @throws InvalidRequest that names every field that is wrong
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new InvalidRequest(
    result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );
}

/** Sends an answer of the contract; one that breaks it is a mistake of ours and becomes a 500. */
export function answer<S extends z.ZodType>(
  response: Response,
  schema: S,
  value: z.input<S>,
  status = 200,
): void {
  schema.parse(value);
  response.status(status).json(value);
}
