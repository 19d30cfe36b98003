import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';
import { recordedShow } from './recordings.ts';

let browser: Browser;
let product: Product;

beforeAll(async () => {
  product = await startProduct({
    recordings: {
      'evening.jsonl': recordedShow(25, '저녁 방송'),
      'slow.jsonl': recordedShow(25, '느린 방송'),
    },
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
});

/** Starts a broadcast over the API and answers the address of its page. */
async function start(url: string, speed: string): Promise<string> {
  const id = await product.watch(url, speed);
  return `${product.url}/broadcasts/${id}`;
}

describe('the home page', () => {
  it('helps with addresses: examples, early recognition, and what the server says', async () => {
    const { page } = await openPage(browser);
    await page.goto(product.url);
    const field = page.getByRole('textbox', { name: '방송 주소' });
    await page.getByRole('list', { name: '예시로 채우기' }).getByRole('button', { name: 'Twitch' }).click();
    expect(await field.inputValue()).toMatch(/^https:\/\/www\.twitch\.tv\//);
    await field.fill('https://m.shoppinglive.naver.com/lives/1234567?fm=x');
    await page.getByText('네이버 쇼핑라이브 · 1234567').waitFor();
    await field.fill('???');
    await page.getByText('어느 방송인지 알아볼 수 없어요').waitFor();
    await field.press('Enter');
    await page.getByText('어느 방송인지 알아볼 수 없는 주소예요').waitFor();
    await page.context().close();
  });

  it('shows what each platform tells, by keyboard too', async () => {
    const { page } = await openPage(browser);
    await page.goto(product.url);
    await page.locator('summary', { hasText: '플랫폼마다 알려 주는 것' }).press('Enter');
    const table = page.getByRole('table', { name: '플랫폼마다 알려 주는 것' });
    const row = table.getByRole('row', { name: /네이버 쇼핑라이브/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['없음', '없음', '있음', '없음', '없음']);
    await page.context().close();
  });

  it('opens the demo with one click, and lists it', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(product.url);
    await page.getByRole('button', { name: '데모 방송 보기' }).click();
    await page.waitForURL(/\/broadcasts\/demo-/);
    await page.getByRole('log').locator('time').first().waitFor();
    await page.getByRole('link', { name: '처음으로' }).first().click();
    await page.getByRole('table', { name: '방송' }).getByRole('row').nth(1).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('lists the recordings and plays one', async () => {
    const { page } = await openPage(browser);
    await page.goto(product.url);
    await page.getByRole('button', { name: 'slow.jsonl 재생하기' }).click();
    await page.getByRole('heading', { name: '느린 방송' }).waitFor();
    await page.context().close();
  });

  it('remembers theme and language', async () => {
    const { page } = await openPage(browser);
    await page.goto(product.url);
    const root = page.locator('html');
    expect(await root.getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: '밝은 화면으로 바꾸기' }).click();
    await page.getByRole('button', { name: '언어' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Watch a live chat' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Watch a live chat' }).waitFor();
    expect(await root.getAttribute('data-theme')).toBe('light');
    expect(await root.getAttribute('lang')).toBe('en');
    await page.context().close();
  });

  it('takes English where the browser does not ask for Korean', async () => {
    const { page } = await openPage(browser, { language: 'en' });
    await page.goto(product.url);
    await page.getByRole('heading', { name: 'Watch a live chat' }).waitFor();
    await page.context().close();
  });
});

describe('a broadcast that has ended', () => {
  it('says so, sums it up, and shows charts, words and the way home', async () => {
    const address = await start('replay:evening.jsonl', 'max');
    const { page, complaints } = await openPage(browser);
    await page.goto(address);
    const summary = page.getByTestId('ended');
    await summary.getByText('방송이 끝났어요').waitFor();
    await expect.poll(() => summary.innerText(), { timeout: 15_000 }).toContain('750');

    // Each chart says its figures, and is drawn.
    const charts = page.locator('[data-chart]');
    await expect.poll(() => charts.count()).toBe(4);
    expect(await page.locator('[data-chart=messages]').getAttribute('aria-label')).toMatch(/가장 많을 때 30/);
    const inked = `[...document.querySelectorAll('[data-chart] canvas')].map((canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))`;
    expect(await page.evaluate(inked)).toEqual([true, true, true, true]);

    // The same as a table; a minute opens its messages.
    await page.getByRole('button', { name: '표로 보기' }).click();
    const rows = page.getByRole('region', { name: '1분마다 센 수' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(26);
    await rows.nth(3).getByRole('button').click();
    await page.getByTestId('filter').getByText('시각').waitFor();
    const times = async (): Promise<readonly string[]> => [
      ...new Set(await page.getByRole('log').locator('time').allInnerTexts()),
    ];
    await expect.poll(async () => (await times()).length).toBe(1);
    await page.getByRole('button', { name: '조건 지우기', exact: true }).click();

    // The cloud: a click on a word filters the chat.
    const word = page.getByTestId('cloud').getByRole('button', { name: /^보스, / });
    await word.waitFor();
    await word.click();
    await page.getByTestId('filter').getByText('보스', { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('log').getByText('노래 제목').count()).toBe(0);
    await page.getByRole('log').getByText('보스전 너무 기대돼요').first().waitFor();

    await summary.getByRole('link', { name: '처음으로' }).click();
    await page.getByRole('heading', { name: '방송 채팅을 지켜봐요' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('loads older messages when the reader scrolls back', async () => {
    const address = await start('replay:evening.jsonl', 'max');
    const { page } = await openPage(browser);
    await page.goto(address);
    await page.getByTestId('ended').waitFor();
    const log = page.getByRole('log');
    await log.locator('time').first().waitFor();
    await log.focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Home');
          return log.getByText('오늘 방송 정말 재밌어요').first().isVisible();
        },
        { timeout: 15_000 },
      )
      .toBe(true);
    await page.context().close();
  });
});

describe('a broadcast that is not there', () => {
  it('is said, with the way home', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${product.url}/broadcasts/twitch-nobody-20260101T000000000Z`);
    await page.getByText('이 방송을 찾을 수 없어요').waitFor();
    await page.getByRole('link', { name: '처음으로' }).click();
    await page.getByRole('button', { name: '데모 방송 보기' }).waitFor();
    await page.context().close();
  });
});

describe('on a phone', () => {
  it.each(['ko', 'en'] as const)(
    'the platforms stand in lines beneath the address (their names ran down over it): %s',
    async (language) => {
      const { page } = await openPage(browser, { width: 390, height: 844, language });
      await page.goto(product.url);
      const list = page.getByRole('list', {
        name: language === 'ko' ? '예시로 채우기' : 'Fill in an example',
      });
      await list.waitFor();
      const boxes = await Promise.all((await list.getByRole('button').all()).map((one) => one.boundingBox()));
      expect(boxes.length).toBeGreaterThan(5);
      for (const box of boxes) {
        expect(box?.height).toBe(28);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
      }
      const names = `[...document.querySelectorAll('ul button')].every((one) => one.scrollHeight <= one.clientHeight)`;
      expect(await page.evaluate(names)).toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.context().close();
    },
  );

  it('shows the same as tabs, chat first', async () => {
    const address = await start('replay:evening.jsonl', 'max');
    const { page, complaints } = await openPage(browser, { width: 390, height: 844 });
    await page.goto(address);
    await page.getByRole('log').locator('time').first().waitFor({ state: 'attached' });
    await page.getByRole('tab', { name: '지금' }).click();
    await page.getByTestId('cloud').getByRole('button').first().waitFor();
    await page.getByRole('tab', { name: '흐름' }).click();
    await page.locator('[data-chart=emotions] canvas').waitFor();
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(390);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('accessibility', () => {
  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 1280 },
    { theme: 'light', language: 'ko', width: 390 },
  ] as const)('holds on both pages, $theme, $language, $width px', async ({ theme, language, width }) => {
    const address = await start('replay:evening.jsonl', 'max');
    const { page } = await openPage(browser, { theme, language, width });
    await page.goto(product.url);
    await page.getByRole('table').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(address);
    await page.getByRole('log').locator('time').first().waitFor({ state: 'attached' });
    await page.getByTestId('ended').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  });
});
