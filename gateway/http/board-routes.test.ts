import { afterEach, expect, test } from 'vitest';
import { Harness } from '../testing/harness.ts';
import { APPLICATION_BOARD } from './board-routes.ts';
import { boardSchema } from './contract.ts';

let harness: Harness;
afterEach(() => harness.close());

async function boardOf(id: string): Promise<string | null> {
  return boardSchema.parse(await (await harness.fetch(`/api/broadcasts/${id}/board`)).json()).url;
}

test('a broadcast leads to its board', async () => {
  harness = await Harness.start({ config: { grafanaUrl: 'https://grafana.example' } });
  const id = await harness.watch();
  const url = new URL((await boardOf(id)) ?? '');
  expect(url.origin + url.pathname).toBe(`https://grafana.example/d/${APPLICATION_BOARD}`);
  expect(url.searchParams.get('var-broadcast')).toBe(id);
  expect(url.searchParams.get('to')).toBe('now');
  expect((await harness.fetch('/api/broadcasts/nobody/board')).status).toBe(404);
});

test('without a Grafana there is no board', async () => {
  harness = await Harness.start();
  expect(await boardOf(await harness.watch())).toBeNull();
});
