import type { z } from 'zod';

/** What a versioned answer holds. Throws where it is refused, or its ETag is not its version. */
export async function versionedIn<T extends { readonly version: number }>(
  schema: z.ZodType<T>,
  answer: Response,
): Promise<T> {
  if (answer.status !== 200) throw new Error(`expected an answer, got ${answer.status}`);
  const content = schema.parse(await answer.json());
  const tag = answer.headers.get('etag');
  if (tag !== `"${content.version}"`)
    throw new Error(`expected the tag of version ${content.version}, got ${tag ?? 'none'}`);
  return content;
}
