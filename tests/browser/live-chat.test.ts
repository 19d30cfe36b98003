import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearmsg, privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

let browser: Browser;
let product: Product;
let twitch: TwitchSimulator;
let page: Page;
let complaints: string[];
let channels = 0;
let channel: string;

const say = (id: string, text: string, login = 'viewer'): void => {
  twitch.send(channel, [privmsg({ channel, id, text, login })]);
};
const line = (text: string) => page.getByRole('log').getByText(text, { exact: false });

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

/** Opens a channel of its own from the home page, as a host would. */
beforeEach(async () => {
  channels += 1;
  channel = `channel_${channels}`;
  ({ page, complaints } = await openPage(browser));
  await page.goto(product.url);
  await page.getByRole('textbox', { name: '방송 주소' }).fill(`https://www.twitch.tv/${channel}`);
  await page.getByText(`Twitch · ${channel}`).waitFor();
  await page.getByRole('button', { name: '보기 시작' }).click();
  await twitch.joined(channel);
  await page.getByText('첫 메시지를 기다리고 있어요').waitFor();
});

afterEach(async () => {
  await page.context().close();
});

describe('a live chat', () => {
  it('shows the messages as they come, and how the capture does', async () => {
    say('a1', '안녕하세요 처음 왔어요');
    await line('안녕하세요 처음 왔어요').waitFor();
    const state = page.getByTestId('source-state');
    await state.getByText('수집 중').waitFor();
    await state.getByText('마지막 메시지').waitFor();
    expect(complaints).toEqual([]);
  });

  it('masks profanity, opens a single word on click and on Enter, and all with the switch', async () => {
    say('p1', 'well shit happens');
    say('p2', 'what a shit show');
    const masks = page.getByRole('button', { name: '가린 말 보기' });
    await masks.nth(1).waitFor();
    expect(await line('shit').count()).toBe(0);

    await masks.first().click();
    await line('shit').waitFor();
    expect(await masks.count()).toBe(1);
    await masks.first().focus();
    await page.keyboard.press('Enter');
    expect(await line('shit').count()).toBe(2);
    await page.getByRole('button', { name: 'shit, 다시 가리기' }).first().click();
    await expect.poll(() => masks.count()).toBe(1);

    await page.getByRole('switch', { name: '원문 보기' }).click();
    await expect.poll(() => masks.count()).toBe(0);
    expect(await line('shit').count()).toBe(2);
    await page.getByRole('switch', { name: '원문 보기' }).click();
    await expect.poll(() => masks.count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('folds what the platform removes', async () => {
    say('gone', '이 말은 곧 사라져요');
    say('stays', '이 말은 남아요');
    await line('이 말은 남아요').waitFor();
    twitch.send(channel, [clearmsg(channel, 'gone')]);
    await line('플랫폼에서 지운 메시지예요').waitFor();
    expect(await line('이 말은 곧 사라져요').count()).toBe(0);
    expect(await line('이 말은 남아요').count()).toBe(1);
  });

  it('stays where the reader is, counts what is new, and returns', async () => {
    for (let index = 0; index < 80; index += 1) say(`m${index}`, `줄 번호 ${index}`);
    await line('줄 번호 79').waitFor();
    await page.getByRole('log').hover();
    await page.mouse.wheel(0, -900);
    await page.getByRole('button', { name: '맨 아래로' }).waitFor();
    say('late-1', '나중에 온 말 하나');
    say('late-2', '나중에 온 말 둘');
    await page.getByRole('button', { name: '새 메시지 2개' }).click();
    await line('나중에 온 말 둘').waitFor();
    say('last', '따라가는 말');
    await line('따라가는 말').waitFor();
  });

  it('filters by words, author and label, and searches the archive', async () => {
    for (let index = 0; index < 30; index += 1) say(`w${index}`, `평범한 말 ${index}`, `viewer${index % 3}`);
    say('needle', '건초 속 바늘', 'finder');
    await line('건초 속 바늘').waitFor();
    await page.getByRole('searchbox', { name: '채팅에서 찾기' }).fill('바늘');
    await expect.poll(() => line('평범한 말').count()).toBe(0);
    await line('건초 속 바늘').waitFor();
    say('needle-2', '바늘 하나 더', 'finder');
    await line('바늘 하나 더').waitFor();
    await page.getByRole('button', { name: '조건 지우기', exact: true }).click();
    await line('평범한 말 29').waitFor();

    await page.getByRole('log').getByRole('button', { name: 'finder', exact: true }).first().click();
    await page.getByTestId('filter').getByText('finder').waitFor();
    await expect.poll(() => line('평범한 말').count()).toBe(0);
  });

  it('says when the broadcast is out of reach, and when it is back', async () => {
    say('before', '끊기기 전의 말');
    await line('끊기기 전의 말').waitFor();
    twitch.refuse(true);
    twitch.drop();
    await page.getByText('방송과 연결이 끊겼어요').waitFor();
    await page.getByTestId('source-state').getByText('다시 연결 중').waitFor();
    twitch.refuse(false);
    await twitch.joined(channel, 2);
    say('after', '돌아온 뒤의 말');
    await line('돌아온 뒤의 말').waitFor();
    await expect.poll(() => page.getByText('방송과 연결이 끊겼어요').count()).toBe(0);
    await page.getByRole('button', { name: /빈 구간/ }).waitFor();
  });
});
