import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

/**
 * Takes the pictures of docs/screenshots from the built product with the demo running: `npm run screenshots`.
 * The demo is first left to play for some minutes, so that charts and words have something to show.
 */
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const SIZES = ['1280x800', '1920x1080', '390x844'] as const;
const PLAYED_LINES = 250;
const PLAYING_MS = 8 * 60_000;

let browser: Browser;
let product: Product;
let demo: string;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  product = await startProduct();
  browser = await launchChromium();
  const response = await fetch(`${product.url}/api/broadcasts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'demo:showcase' }),
  });
  demo = ((await response.json()) as { id: string }).id;
  await vi.waitUntil(async () => (await playedLines()) > PLAYED_LINES, {
    timeout: PLAYING_MS,
    interval: 2_000,
  });
}, PLAYING_MS);

afterAll(async () => {
  await browser.close();
  await product.remove();
});

async function playedLines(): Promise<number> {
  const response = await fetch(`${product.url}/api/broadcasts/${demo}/windows`);
  const { windows } = (await response.json()) as { windows: { messages: number }[] };
  return windows.reduce((sum, window) => sum + window.messages, 0);
}

/** Text, charts and cloud have come to rest. */
async function settled(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.waitForTimeout(1_800);
}

const cases = SIZES.flatMap((size) =>
  (['dark', 'light'] as const).flatMap((theme) =>
    (['ko', 'en'] as const).map((language) => ({ size, theme, language })),
  ),
);

it.each(cases)('$size $theme $language', async ({ size, theme, language }) => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const { page } = await openPage(browser, { width, height, theme, language });
  const picture = (name: string): string => join(FOLDER, `${name}-${size}-${theme}-${language}.png`);

  await page.goto(product.url);
  await page.getByRole('table').waitFor();
  await settled(page);
  await page.screenshot({ path: picture('home') });

  await page.goto(`${product.url}/broadcasts/${demo}`);
  await page.getByRole('log').locator('time').first().waitFor({ state: 'attached' });
  await settled(page);
  await page.screenshot({ path: picture('broadcast') });

  const tabs = page.getByRole('tab');
  for (const [index, name] of ['', 'now', 'over-time'].entries()) {
    if (index === 0 || (await tabs.count()) === 0) continue;
    await tabs.nth(index).click();
    await settled(page);
    await page.screenshot({ path: picture(name) });
  }
  await page.context().close();
});
