import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearmsg, privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';
import { recordedShow } from './recordings.ts';

let browser: Browser;
let product: Product;
let twitch: TwitchSimulator;

beforeAll(async () => {
  twitch = await startTwitchSimulator();
  product = await startProduct({
    env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url },
    recordings: { 'evening.jsonl': recordedShow(25, '저녁 방송') },
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
  await twitch.close();
});

const groupAt = (name: string): string => `${product.url}/groups/${encodeURIComponent(name)}`;

async function define(name: string, channels: readonly string[]): Promise<void> {
  const answer = await fetch(`${product.url}/api/groups/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channels }),
  });
  expect(answer.ok).toBe(true);
}

const log = (page: Page) => page.getByRole('log');
/** A line of the chat as a screen reader has it: the platform, the author, the text. */
const lineOf = (page: Page, text: string) =>
  log(page).locator('div[data-kind]').filter({ hasText: text }).first();

describe('a channel group', () => {
  it('is made by keyboard from the home page, and shows several platforms as one chat with figures', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(product.url);
    await page.getByText('채널 묶기', { exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '묶음 이름' }).fill('저녁 합방');
    const addresses = page.getByRole('textbox', { name: '방송 주소' }).last();
    await addresses.fill('https://www.twitch.tv/evening\nnowhere');
    await page.getByRole('button', { name: '채널 묶기' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('nowhere: 어느 방송인지 알아볼 수 없는 주소예요').waitFor();
    await addresses.fill('https://www.twitch.tv/evening\ndemo:showcase\nreplay:evening.jsonl');
    await page.getByRole('button', { name: '채널 묶기' }).press('Enter');
    await page.waitForURL(groupAt('저녁 합방'));

    // All three are watched from now on, and each line says where it came from.
    await twitch.joined('evening');
    twitch.send('evening', [privmsg({ channel: 'evening', id: 'e1', text: '트위치에서 온 말', login: 'v' })]);
    await lineOf(page, '트위치에서 온 말').waitFor();
    expect(await lineOf(page, '트위치에서 온 말').innerText()).toContain('Twitch');
    const platforms = log(page).locator('[data-platform]');
    const seen = async (): Promise<string[]> =>
      (
        await platforms.evaluateAll((marks) => [
          ...new Set(marks.map((mark) => mark.getAttribute('data-platform') ?? '')),
        ])
      ).sort();
    await expect.poll(seen, { timeout: 30_000 }).toEqual(['demo', 'replay', 'twitch']);

    const figures = page.getByTestId('figures');
    const perMinute = (row: string) => figures.locator(`tr[data-platform=${row}] td`).first().innerText();
    await expect.poll(() => perMinute('twitch')).toBe('1');
    await expect
      .poll(
        async () => {
          const [demo, replay, alone, all] = await Promise.all(
            ['demo', 'replay', 'twitch', 'together'].map(async (row) => Number(await perMinute(row))),
          );
          return (demo ?? 0) > 0 && (replay ?? 0) > 0 && all === (demo ?? 0) + (replay ?? 0) + (alone ?? 0);
        },
        { timeout: 30_000 },
      )
      .toBe(true);

    // One platform in full.
    await page.getByRole('button', { name: 'Twitch', exact: true }).click();
    await page
      .getByTestId('cloud')
      .getByRole('button', { name: /^트위치/ })
      .waitFor({ timeout: 30_000 });

    await page.getByRole('link', { name: '처음으로' }).click();
    await page.getByRole('link', { name: '저녁 합방' }).waitFor();
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await page.context().close();
  });

  it('keeps the order of time, and is filtered in all platforms at once', async () => {
    await define('order', ['https://www.twitch.tv/order_a', 'https://www.twitch.tv/order_b']);
    const { page } = await openPage(browser);
    await page.goto(groupAt('order'));
    await page.getByRole('button', { name: 'order_a 보기 시작' }).click();
    await page.getByRole('button', { name: 'order_b 보기 시작' }).click();
    await Promise.all([twitch.joined('order_a'), twitch.joined('order_b')]);
    for (let index = 0; index < 6; index += 1) {
      const channel = index % 2 === 0 ? 'order_a' : 'order_b';
      const text = index === 3 ? '바늘 3' : `줄 ${index}`;
      twitch.send(channel, [privmsg({ channel, id: `o${index}`, text, login: `viewer${index}` })]);
      await lineOf(page, text).waitFor();
    }
    const texts = await log(page).locator('div[data-kind]').allInnerTexts();
    expect(texts.map((text) => /(?:줄|바늘) (\d)/.exec(text)?.[1])).toEqual(['0', '1', '2', '3', '4', '5']);

    twitch.send('order_b', [clearmsg('order_b', 'o5')]);
    await lineOf(page, '플랫폼에서 지운 메시지예요').waitFor();
    expect(await lineOf(page, '플랫폼에서 지운 메시지예요').innerText()).toContain('Twitch');

    await page.getByRole('searchbox', { name: '채팅에서 찾기' }).fill('바늘');
    await expect.poll(() => log(page).locator('div[data-kind]').count()).toBe(1);
    twitch.send('order_a', [privmsg({ channel: 'order_a', id: 'o9', text: '바늘 9', login: 'v' })]);
    await lineOf(page, '바늘 9').waitFor();
    await page.context().close();
  });

  it('counts what is said in a chat that its channels share once: in its figures and in its words', async () => {
    await define('shared', ['https://www.twitch.tv/shared_a', 'https://www.twitch.tv/shared_b']);
    await Promise.all(['shared_a', 'shared_b'].map((name) => product.watch(`https://www.twitch.tv/${name}`)));
    await Promise.all([twitch.joined('shared_a'), twitch.joined('shared_b')]);
    const { page } = await openPage(browser);
    await page.goto(groupAt('shared'));
    const said = [
      { from: 'shared_a', text: 'boss one' },
      { from: 'shared_a', text: 'boss two' },
      { from: 'shared_b', text: 'boss three' },
      { from: 'a channel outside the group', text: 'guest boss' },
    ];
    said.forEach(({ from, text }, index) => {
      const origin = `origin${index}`;
      for (const channel of ['shared_a', 'shared_b']) {
        const id = from === channel ? origin : `${origin}-in-${channel}`;
        const tags = { 'source-id': origin };
        twitch.send(channel, [privmsg({ channel, id, text, login: `viewer${index}`, tags })]);
      }
    });
    await lineOf(page, 'guest boss').waitFor();
    expect(await log(page).locator('div[data-kind]').count()).toBe(4);
    const cloud = page.getByTestId('cloud');
    await cloud.getByRole('button', { name: /^boss, 4번/ }).waitFor({ timeout: 30_000 });
    await cloud.getByRole('button', { name: /^guest, 1번/ }).waitFor();
    await expect
      .poll(() => page.getByTestId('figures').locator('tr[data-platform=twitch] td').first().innerText())
      .toBe('4');
    await page.context().close();
  });

  it('lets a new show of a channel join by itself', async () => {
    await define('join', ['https://www.twitch.tv/join_a', 'https://www.twitch.tv/join_b']);
    await product.watch('https://www.twitch.tv/join_a');
    const { page } = await openPage(browser);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/groups/')) asked.push(request.url());
    });
    await page.goto(groupAt('join'));
    await twitch.joined('join_a');
    await product.watch('https://www.twitch.tv/join_b');
    await twitch.joined('join_b');
    twitch.send('join_b', [privmsg({ channel: 'join_b', id: 'j1', text: '새로 온 채널', login: 'v' })]);
    await lineOf(page, '새로 온 채널').waitFor();
    // Channels too, and the end of the group, without a question of the page's own.
    await define('join', ['https://www.twitch.tv/join_a', 'https://www.twitch.tv/join_c']);
    await page.getByRole('button', { name: 'join_c 보기 시작' }).waitFor();
    expect(asked).toHaveLength(1);
    await fetch(`${product.url}/api/groups/join`, { method: 'DELETE' });
    await page.getByText('이 채널 묶음을 찾을 수 없어요').waitFor();
    await page.context().close();
  });

  it('is dissolved after a question, and then not found', async () => {
    await define('gone', ['https://www.twitch.tv/gone']);
    const { page } = await openPage(browser);
    await page.goto(groupAt('gone'));
    await page.getByRole('button', { name: '묶음 풀기' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: '묶음 풀기' }).click();
    await page.getByRole('heading', { name: '방송 채팅을 지켜봐요' }).waitFor();
    await page.goto(groupAt('gone'));
    await page.getByText('이 채널 묶음을 찾을 수 없어요').waitFor();
    await page.context().close();
  });

  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 390 },
  ] as const)('is for all readers: $theme, $language, $width px', async ({ theme, language, width }) => {
    await define('axe', ['demo:showcase', 'https://www.twitch.tv/axe']);
    await product.watch('demo:showcase');
    const { page, complaints } = await openPage(browser, { theme, language, width, height: 844 });
    await page.goto(product.url);
    await page.getByRole('link', { name: 'axe' }).waitFor();
    await page.locator('[aria-labelledby=groups] summary').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(groupAt('axe'));
    await log(page).locator('time').first().waitFor({ state: 'attached' });
    expect(await accessibilityProblems(page)).toEqual([]);
    if (width < 1024) {
      await page.getByRole('tab').nth(1).click();
      await page.getByTestId('figures').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
