import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

const CDN = 'https://static-cdn.jtvnw.net';
/** A picture of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;
let product: Product;
let twitch: TwitchSimulator;
let folder: string;

beforeAll(async () => {
  twitch = await startTwitchSimulator();
  folder = await mkdtemp(join(tmpdir(), 'chatpulse-emotes-'));
  const list = join(folder, 'emotes.json');
  writeFileSync(list, JSON.stringify({ catJAM: {} }));
  product = await startProduct({
    env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url, CHATPULSE_EMOTES_FILE: list },
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
  await twitch.close();
  await rm(folder, { recursive: true });
});

/** Opens a channel and answers what its page asks other hosts for. */
async function openChannel(page: Page, channel: string): Promise<string[]> {
  const asked: string[] = [];
  await page.route(
    (url) => url.origin !== product.url,
    async (route) => {
      const request = route.request();
      asked.push(request.url());
      expect(request.headers()['referer']).toBeUndefined();
      if (request.url().includes('/25/')) await route.fulfill({ contentType: 'image/png', body: PIXEL });
      else await route.abort();
    },
  );
  const id = await product.watch(`https://www.twitch.tv/${channel}`);
  await page.goto(`${product.url}/broadcasts/${id}`);
  await twitch.joined(channel);
  await page.getByText('첫 메시지를 기다리고 있어요').waitFor();
  return asked;
}

it('emotes are pictures of the platform’s own host, names where one cannot be loaded or is not wanted', async () => {
  const { page, complaints } = await openPage(browser);
  const asked = await openChannel(page, 'emotes');
  const log = page.getByRole('log');
  const say = (id: string, text: string, emotes = ''): void =>
    twitch.send('emotes', [privmsg({ channel: 'emotes', id, text, tags: { emotes } })]);
  say('e1', 'Kappa 안녕', '25:0-4');
  say('e2', 'GoneFace 그림 없는 것', '99:0-7');
  say('e3', 'catJAM 이름만 아는 것');
  await log.getByText('이름만 아는 것').waitFor();

  const picture = log.getByRole('img', { name: 'Kappa' });
  await expect
    .poll(() => picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth))
    .toBe(1);
  expect(await picture.getAttribute('loading')).toBe('lazy');
  expect(await picture.getAttribute('referrerpolicy')).toBe('no-referrer');
  expect((await picture.boundingBox())?.height).toBe(24);
  await log.getByText('GoneFace', { exact: true }).waitFor();
  await log.getByText('catJAM', { exact: true }).waitFor();
  expect(new Set(asked)).toEqual(new Set([25, 99].map((id) => `${CDN}/emoticons/v2/${id}/default/dark/2.0`)));
  expect(complaints.filter((text) => text.startsWith('CSP'))).toEqual([]);

  // Off, and remembered: names, and nothing is asked for any more.
  await page.getByRole('button', { name: '이모티콘을 그림으로 보기' }).click();
  await log.getByText('Kappa', { exact: true }).waitFor();
  expect(await picture.count()).toBe(0);
  const before = asked.length;
  await page.reload();
  await log.getByText('Kappa', { exact: true }).waitFor();
  expect(asked).toHaveLength(before);
  await page.getByRole('button', { name: '이모티콘을 그림으로 보기' }).click();
  await picture.waitFor();
  await page.context().close();
});

it('a picture does not move the lines when it comes', async () => {
  const { page } = await openPage(browser);
  let letCome = (): void => undefined;
  const mayCome = new Promise<void>((resolve) => (letCome = resolve));
  await openChannel(page, 'steady');
  await page.route(`${CDN}/**`, async (route) => {
    await mayCome;
    await route.fulfill({ contentType: 'image/png', body: PIXEL });
  });
  twitch.send('steady', [
    privmsg({ channel: 'steady', id: 's1', text: 'Kappa 그림', tags: { emotes: '25:0-4' } }),
    privmsg({ channel: 'steady', id: 's2', text: '그 다음 줄' }),
  ]);
  const next = page.getByRole('log').getByText('그 다음 줄');
  await next.waitFor();
  const place = await next.boundingBox();
  letCome();
  const picture = page.getByRole('log').getByRole('img', { name: 'Kappa' });
  await expect
    .poll(() => picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth))
    .toBe(1);
  expect((await next.boundingBox())?.y).toBe(place?.y);
  await page.context().close();
});
