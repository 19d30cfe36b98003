import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
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

/**
 * The same for what is asked again and again and seldom changes: 304 where it is what the asker has, by its If-None-Match.
 * Browsers send that by themselves, and give their pages what they have kept.
 */
export function answerUnlessSeen<S extends z.ZodType>(
  { request, response }: { readonly request: Request; readonly response: Response },
  schema: S,
  value: z.input<S>,
): void {
  schema.parse(value);
  const text = JSON.stringify(value);
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  // Kept by the asker alone, who asks each time whether it still holds, with all that guards the route.
  response.set({ 'Cache-Control': 'private, no-cache', ETag: `"${tag}"` });
  if (request.fresh) response.status(304).end();
  else response.type('json').send(text);
}
