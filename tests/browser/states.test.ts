import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChzzkSimulator, type ChzzkSimulator } from '../platforms/chzzk-simulator.ts';
import { privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

const CHANNEL = 'a'.repeat(32);
/** A chat is quiet after a minute without a message; it is shown within five seconds more. */
const QUIET_SHOWN_MS = 65_000;

let browser: Browser;
let product: Product;
let twitch: TwitchSimulator;
let chzzk: ChzzkSimulator;

beforeAll(async () => {
  twitch = await startTwitchSimulator();
  chzzk = await startChzzkSimulator();
  product = await startProduct({ env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url, ...chzzk.env } });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
  await twitch.close();
  await chzzk.close();
});

describe('the state of a capture', () => {
  it('is on the page in words, with an icon, in both languages: connecting, live, quiet', async () => {
    const id = await product.watch('twitch:calm');
    const { page } = await openPage(browser);
    await page.goto(`${product.url}/broadcasts/${id}`);
    const state = page.getByTestId('source-state');
    await twitch.joined('calm');
    await state.locator('[data-state=live]').waitFor();
    expect(await state.innerText()).toContain('수집 중');
    twitch.send('calm', [privmsg({ channel: 'calm', id: 'c1', text: '조용하네요', login: 'v' })]);
    await page.getByRole('log').getByText('조용하네요').waitFor();
    await state.locator('[data-state=quiet]').waitFor({ timeout: QUIET_SHOWN_MS });
    expect(await state.innerText()).toContain('조용함');
    expect(await state.locator('svg').count()).toBe(1);
    // A quiet show is just quiet: nothing is wrong, so nothing says so.
    expect(await page.locator('[data-outage]').count()).toBe(0);
    await page.getByRole('button', { name: '언어' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await expect.poll(() => state.innerText()).toContain('Quiet');
    expect(await accessibilityProblems(page)).toEqual([]);
    twitch.send('calm', [privmsg({ channel: 'calm', id: 'c2', text: '다시 왔어요', login: 'v' })]);
    await state.locator('[data-state=live]').waitFor();
  }, 120_000);

  it('that waits for the show to begin says so in the empty chat, and does not call it connected', async () => {
    const channel = 'b'.repeat(32);
    chzzk.goOff(channel);
    const id = await product.watch(`chzzk:${channel}`);
    const { page } = await openPage(browser);
    await page.goto(`${product.url}/broadcasts/${id}`);
    await page.getByText('시작할 때 채팅이 여기에 나와요').waitFor();
    expect(await page.getByText('연결했어요').count()).toBe(0);
    await page.context().close();
  });

  it('that failed says why, on its page and in the list', async () => {
    chzzk.goLive(CHANNEL, { title: '19+', adult: true });
    const id = await product.watch(`chzzk:${CHANNEL}`);
    const { page } = await openPage(browser);
    await page.goto(`${product.url}/broadcasts/${id}`);
    const state = page.getByTestId('source-state');
    await state.locator('[data-state=failed]').waitFor();
    expect(await state.innerText()).toMatch(/실패.*로그인/s);
    const summary = page.getByTestId('ended');
    expect(await summary.innerText()).toContain('수집하지 못했어요');
    expect(await summary.innerText()).toContain('로그인');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(product.url);
    const row = page.getByRole('row').filter({ hasText: CHANNEL }).first();
    await row.locator('[data-state=failed]').waitFor();
    const status = (await (await fetch(`${product.url}/api/status`)).json()) as {
      sources: { broadcastId: string; state: string; detail: string | null }[];
    };
    expect(status.sources.find(({ broadcastId }) => broadcastId === id)).toMatchObject({ state: 'failed' });
  });
});
