import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { launchChromium, openPage } from './chromium.ts';
import { startLivePlatforms, type LivePlatforms } from './live-platforms.ts';
import { startProduct, type Product } from './product.ts';

/**
 * Takes the pictures of docs/screenshots from the built product with the demo running, and a channel of every platform
 * played by its stand-in: `npm run screenshots`.
 * The demo is first left to play for some minutes, so that charts and words have something to show.
 */
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const SIZES = ['1280x800', '1920x1080', '390x844'] as const;
const PLAYED_LINES = 250;
const PLAYING_MS = 8 * 60_000;

let browser: Browser;
let product: Product;
let demo: string;
let platforms: LivePlatforms;
const shows = new Map<string, string>();

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  platforms = await startLivePlatforms({ rate: 2, seconds: 30 * 60 });
  product = await startProduct({ env: platforms.env });
  browser = await launchChromium();
  demo = await product.watch('demo:showcase');
  for (const [name, address] of platforms.addresses) shows.set(name, await product.watch(address));
  await vi.waitUntil(async () => (await playedLines()) > PLAYED_LINES, {
    timeout: PLAYING_MS,
    interval: 2_000,
  });
}, PLAYING_MS);

afterAll(async () => {
  await browser.close();
  await product.remove();
  await platforms.close();
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

it.each(['twitch', 'youtube', 'chzzk', 'soop', 'naver-shopping'])('a show of %s', async (platform) => {
  const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'ko' });
  await page.goto(`${product.url}/broadcasts/${shows.get(platform)}`);
  await page.getByRole('log').locator('time').first().waitFor({ state: 'attached' });
  await settled(page);
  await page.screenshot({ path: join(FOLDER, `platform-${platform}.png`) });
  await page.context().close();
});

it('all platforms as one audience', async () => {
  const group = `${product.url}/api/groups/${encodeURIComponent('저녁 합방')}`;
  const channels = [...platforms.addresses.values()];
  await fetch(group, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channels }),
  });
  const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'ko' });
  await page.goto(`${product.url}/groups/${encodeURIComponent('저녁 합방')}`);
  await page.getByRole('log').locator('time').first().waitFor({ state: 'attached' });
  await settled(page);
  await page.screenshot({ path: join(FOLDER, 'group.png') });
  await page.context().close();
});

/** In the place of a game: an overlay lies over whatever its broadcaster shows. */
const PICTURE = 'linear-gradient(160deg, #7fb3d5 0%, #d9c7a3 45%, #53724a 46%, #22331f 100%)';

it('an overlay', async () => {
  const { page } = await openPage(browser, { width: 1280, height: 720, language: 'ko' });
  await page.goto(`${product.url}/broadcasts/${demo}/overlay?size=28&lines=9`);
  await page.locator('main > div').nth(8).waitFor();
  await page.evaluate(`document.documentElement.style.background = '${PICTURE}'`);
  await settled(page);
  await page.screenshot({ path: join(FOLDER, 'overlay.png') });
  await page.context().close();
});

it('the status page', async () => {
  const { page } = await openPage(browser, { width: 1680, height: 1200, theme: 'dark', language: 'ko' });
  await page.goto(`${product.url}/status`);
  await page.getByRole('table').first().waitFor();
  await settled(page);
  await page.screenshot({ path: join(FOLDER, 'status.png') });
  await page.context().close();
});

it('the page of the models', async () => {
  await vi.waitUntil(
    async () => {
      const { models } = (await (await fetch(`${product.url}/api/models`)).json()) as {
        models: { model: string; live: object | null }[];
      };
      return models.some(({ model, live }) => model === 'sentiment-ko' && live !== null);
    },
    { timeout: 90_000, interval: 1_000 },
  );
  const { page } = await openPage(browser, { width: 1280, height: 1600, theme: 'dark', language: 'ko' });
  await page.goto(`${product.url}/model`);
  await page.getByRole('table').first().waitFor();
  await settled(page);
  await page.screenshot({ path: join(FOLDER, 'model.png') });
  await page.context().close();
}, 120_000);
