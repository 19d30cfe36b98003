import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

const channel = 'steady_channel';
let browser: Browser;
let product: Product;
let twitch: TwitchSimulator;

beforeAll(async () => {
  twitch = await startTwitchSimulator();
  product = await startProduct({ env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url } });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
  await twitch.close();
});

describe('a server that goes away', () => {
  it('leaves the page usable under a thin bar, is called away after five minutes, and is taken up again', async () => {
    const { page } = await openPage(browser);
    await page.clock.install();
    await page.goto(product.url);
    await page.getByRole('textbox', { name: '방송 주소' }).fill(`twitch:${channel}`);
    await page.getByRole('button', { name: '보기 시작' }).click();
    await twitch.joined(channel);
    const say = (id: string, text: string): void =>
      twitch.send(channel, [privmsg({ channel, id, text, login: 'viewer' })]);
    const log = page.getByRole('log');
    say('one', '서버가 켜져 있을 때');
    await log.getByText('서버가 켜져 있을 때').waitFor();

    await product.stop();
    await page.getByText('서버와 연결이 끊겼어요').waitFor();
    await log.getByText('서버가 켜져 있을 때').waitFor();

    await page.clock.fastForward(5 * 60_000);
    await page.getByText('5분 넘게 서버에 닿지 못하고 있어요').waitFor();

    await product.start();
    await twitch.joined(channel, 2);
    say('two', '서버가 돌아온 뒤');
    await page.getByRole('button', { name: '다시 시도' }).click();
    await log.getByText('서버가 돌아온 뒤').waitFor();
    await expect.poll(() => page.getByText('서버에 닿지 못하고').count()).toBe(0);
    expect(await log.getByText('서버가 켜져 있을 때').count()).toBe(1);
    await page.context().close();
  });
});

describe('a server that wants a token', () => {
  it('asks for it, and lets in with it', async () => {
    const guarded = await startProduct({
      env: { CHATPULSE_TOKEN: 'a-token-of-sufficient-length-for-tests' },
    });
    try {
      const { page } = await openPage(browser);
      await page.goto(guarded.url);
      await page.getByRole('heading', { name: '열쇠가 필요해요' }).waitFor();
      await page.getByLabel('토큰').fill('wrong');
      await page.getByRole('button', { name: '들어가기' }).click();
      await page.getByText('토큰이 맞지 않아요').waitFor();
      await page.getByLabel('토큰').fill('a-token-of-sufficient-length-for-tests');
      await page.getByRole('button', { name: '들어가기' }).click();
      await page.getByRole('button', { name: '데모 방송 보기' }).click();
      await page.getByRole('log').waitFor();
      await page.context().close();
    } finally {
      await guarded.remove();
    }
  });
});
