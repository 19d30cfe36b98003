import type { Response } from 'express';
import type { z } from 'zod';
import { InvalidRequest, type FieldError } from './problem.ts';

/**
 * A part of a request as its schema has it.
 * @throws InvalidRequest that names every field that is wrong
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new InvalidRequest(result.error.issues.flatMap(fieldsOf));
}

/** What is there and should not be is named itself, not only what it is in. */
function fieldsOf(issue: z.core.$ZodIssue): readonly FieldError[] {
  const paths =
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ path: path.join('.'), message: issue.message }));
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
