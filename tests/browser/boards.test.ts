import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

/** A page on loopback in the place of Grafana, and what it was asked for. */
interface Stand {
  readonly origin: string;
  readonly asked: string[];
  readonly server: Server;
}

async function stand(title: string): Promise<Stand> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>${title}</title><h1>${title}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

let browser: Browser;
let product: Product;
let grafana: Stand;
let other: Stand;
let broadcast: string;

beforeAll(async () => {
  [grafana, other] = await Promise.all([stand('A board'), stand('Somebody else')]);
  product = await startProduct({ env: { CHATPULSE_GRAFANA_URL: `${grafana.origin}/grafana` } });
  browser = await launchChromium();
  broadcast = await product.watch('demo:showcase');
}, 120_000);
beforeEach(() => {
  grafana.asked.length = 0;
  other.asked.length = 0;
});
afterAll(async () => {
  await browser.close();
  await product.remove();
  for (const { server } of [grafana, other]) server.close();
});

async function openBroadcast(options: { readonly width?: number } = {}): Promise<{
  readonly page: Page;
  readonly complaints: readonly string[];
}> {
  const opened = await openPage(browser, { language: 'en', ...options });
  await opened.page.goto(`${product.url}/broadcasts/${broadcast}`);
  await opened.page.getByRole('link', { name: 'Details in Grafana' }).waitFor();
  return opened;
}

it('the board of the broadcast is shown when asked for and not before, and gone when closed', async () => {
  const { page, complaints } = await openBroadcast();
  const link = page.getByRole('link', { name: 'Details in Grafana' });
  const board = new URL((await link.getAttribute('href')) ?? '');
  expect(board.origin + board.pathname).toBe(`${grafana.origin}/grafana/d/chatpulse-application`);
  expect(board.searchParams.get('var-broadcast')).toBe(broadcast);
  expect(await page.locator('iframe').count()).toBe(0);
  expect(grafana.asked).toEqual([]);

  await page.getByRole('button', { name: 'Show the board of this broadcast' }).click();
  const dialog = page.getByRole('dialog', { name: 'The board of this broadcast' });
  await dialog.getByTitle('The board of this broadcast').waitFor();
  await page.frameLocator('iframe').getByRole('heading', { name: 'A board' }).waitFor();
  expect(grafana.asked.filter((path) => path.startsWith('/grafana/d/'))).toEqual([
    `${board.pathname}${board.search}&kiosk=true`,
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);

  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.locator('iframe').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('no other origin can be shown in a frame', async () => {
  const { page } = await openBroadcast();
  const refused = await page.evaluate(`new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) =>
      resolve(event.violatedDirective + ' ' + event.blockedURI));
    const frame = document.createElement('iframe');
    frame.src = '${other.origin}';
    document.body.append(frame);
  })`);
  expect(refused).toBe(`frame-src ${other.origin}`);
  expect(other.asked).toEqual([]);
  await page.context().close();
});

it('a phone has the link alone', async () => {
  const { page } = await openBroadcast({ width: 390 });
  expect(await page.getByRole('button', { name: 'Show the board of this broadcast' }).count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.context().close();
});
