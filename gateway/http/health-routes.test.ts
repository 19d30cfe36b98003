import { afterEach, expect, test } from 'vitest';
import { Harness } from '../testing/harness.ts';
import { healthHistorySchema, incidentListSchema } from './health-shapes.ts';

let harness: Harness;
afterEach(() => harness.close());

test.each([
  { path: '/api/health/history', schema: healthHistorySchema },
  { path: '/api/health/incidents', schema: incidentListSchema },
])('$path is not sent again to whoever has it', async ({ path, schema }) => {
  harness = await Harness.start();
  const first = await harness.fetch(path);
  schema.parse(await first.json());
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^"[\w-]+"$/);
  // Whether it holds is asked each time, and nobody between keeps it.
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  const askAgain = (known: string) =>
    // As browsers ask whether what they keep still holds.
    harness.fetch(path, { headers: { 'if-none-match': known, 'cache-control': 'max-age=0' } });
  const again = await askAgain(tag);
  expect({ status: again.status, text: await again.text() }).toEqual({ status: 304, text: '' });
  expect((await askAgain('"another"')).status).toBe(200);
});
