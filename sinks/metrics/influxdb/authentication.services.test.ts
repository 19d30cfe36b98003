import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startInflux } from '../../../tests/services/influx.ts';
import type { TestServer } from '../../../tests/services/mongo.ts';
import { examineInfluxMetrics } from './examine.ts';
import { openInfluxMetrics } from './influx-metrics.ts';

const PASSWORD = 'p@ss/word';
const POINT = { measurement: 'm', tags: { broadcast: 'b' }, time: 1_000, fields: { messages: 3 } };
const BATCH = { topic: 'chat.windows', partition: 0, nextOffset: 1, points: [POINT] };

const dir = mkdtempSync(join(tmpdir(), 'chatpulse-influx-auth-'));
let server: TestServer;

/** The address with a user and a password in it. */
function urlFor(user?: string, password = PASSWORD): string {
  const url = new URL(server.url);
  if (user !== undefined) {
    url.username = user;
    url.password = encodeURIComponent(password);
  }
  return url.href;
}

/** A statement of the administrator; the first user may be made by anybody. */
async function administer(statement: string, user?: string): Promise<void> {
  const { host } = new URL(server.url);
  const response = await fetch(`http://${host}/query`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(user && { authorization: `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}` }),
    },
    body: new URLSearchParams({ q: statement }),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"error"')) throw new Error(answer);
}

beforeAll(async () => {
  server = await startInflux({ dir, auth: true });
  await administer(`CREATE USER "admin" WITH PASSWORD '${PASSWORD}' WITH ALL PRIVILEGES`);
  await administer(`CREATE USER "sink" WITH PASSWORD '${PASSWORD}'`, 'admin');
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

it('an administrator makes the database by the first write; then a plain user with rights on it is enough', async () => {
  const admin = await openInfluxMetrics({ url: urlFor('admin') });
  await admin.write(BATCH);
  await admin.close();
  await administer('GRANT ALL ON "chatpulse" TO "sink"', 'admin');
  const sink = await openInfluxMetrics({ url: urlFor('sink') });
  await sink.write({ ...BATCH, points: [{ ...POINT, time: 2_000 }] });
  const found = await sink.query({ measurement: 'm', tags: { broadcast: 'b' } });
  expect(found.map(({ time }) => time)).toEqual([1_000, 2_000]);
  await sink.close();
  expect(await examineInfluxMetrics({ url: urlFor('sink') })).toMatchObject({ differences: [] });
});

it.each([
  ['nobody', undefined, ''],
  ['a wrong password', 'sink', 'another'],
  ['an unknown user', 'stranger', PASSWORD],
])('%s is refused with a code, which tells no password', async (_, user, password) => {
  const metrics = await openInfluxMetrics({ url: urlFor(user, password) });
  const refused = { code: 'CHATPULSE_STORE_REFUSED', message: expect.not.stringContaining(PASSWORD) };
  await expect(metrics.write(BATCH)).rejects.toMatchObject(refused);
  await expect(metrics.query({ measurement: 'm', tags: {} })).rejects.toMatchObject(refused);
  await metrics.close();
});
