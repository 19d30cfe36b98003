import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage, type PageOptions } from './chromium.ts';
import { startProduct, type Product } from './product.ts';
import { recordedShow } from './recordings.ts';

let browser: Browser;
let product: Product;
let show: string;

beforeAll(async () => {
  // Ten messages a second for longer than the tests take.
  product = await startProduct({ recordings: { 'long.jsonl': recordedShow(120, '긴 방송') } });
  browser = await launchChromium();
  show = `${product.url}/broadcasts/${await product.watch('replay:long.jsonl', 20)}`;
});

afterAll(async () => {
  await browser.close();
  await product.remove();
});

async function openRules(
  options?: PageOptions,
): Promise<{ page: Page; panel: Locator; complaints: string[] }> {
  const { page, complaints } = await openPage(browser, options);
  await page.goto(show);
  await page.getByRole('button', { name: /^(가리기 규칙|Masking rules)$/ }).click();
  const panel = page.getByTestId('rules');
  await panel.getByRole('textbox').first().waitFor();
  return { page, panel, complaints };
}

/** Resolves when the newest line that ends like this is as wanted: its text, and how many words in it are masked. */
async function newest(page: Page, ending: string, text: string, masked: number): Promise<void> {
  const row = page.getByRole('log').locator('[data-kind=text]', { hasText: ending }).last();
  await expect
    .poll(
      async () => ({
        text: (await row.innerText()).replace(/^.*시청자\d\s*/s, ''),
        masked: await row.getByRole('button', { name: '가린 말 보기' }).count(),
      }),
      { timeout: 15_000 },
    )
    .toEqual({ text, masked });
}

describe('the rules of a channel', () => {
  it('are changed by keyboard, and hold for the messages that come next', async () => {
    const { page, panel, complaints } = await openRules();
    await newest(page, '너무 기대돼요', '보스전 너무 기대돼요', 0);
    const mask = panel.getByRole('region', { name: /^가릴 말/ });
    await mask.getByRole('textbox').focus();
    await page.keyboard.type('보스전');
    await page.keyboard.press('Enter');
    await mask.getByRole('listitem').filter({ hasText: '보스전' }).waitFor();
    await panel.getByRole('status').filter({ hasText: '보스전 넣었어요' }).waitFor({ state: 'attached' });
    await newest(page, '너무 기대돼요', '너무 기대돼요', 1);
    // The field is ready for the next word.
    expect(await mask.getByRole('textbox').and(page.locator(':focus')).inputValue()).toBe('');

    const allow = panel.getByRole('region', { name: /^괜찮은 말/ });
    await allow.getByRole('textbox').fill('shit');
    await allow.getByRole('button', { name: '괜찮은 말 추가' }).click();
    await newest(page, 'so close', 'shit, so close', 0);

    await mask.getByRole('button', { name: '보스전 빼기' }).press('Enter');
    await newest(page, '너무 기대돼요', '보스전 너무 기대돼요', 0);
    await allow.getByRole('button', { name: 'shit 빼기' }).click();
    await allow.getByRole('listitem').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('are kept of two moderators who change them at the same time', async () => {
    const one = await openRules();
    const other = await openRules({ language: 'en' });
    await one.panel.getByRole('textbox', { name: '가릴 말' }).fill('노래');
    await one.page.keyboard.press('Enter');
    await one.panel.getByRole('listitem').filter({ hasText: '노래' }).waitFor();
    // This page has not heard of it.
    await other.panel.getByRole('textbox', { name: 'Word to mask' }).fill('boss');
    await other.page.keyboard.press('Enter');
    const words = other.panel.getByRole('region', { name: /^Words to mask/ }).getByRole('listitem');
    await words.filter({ hasText: 'boss' }).waitFor();
    expect(await words.allInnerTexts()).toEqual(['노래', 'boss']);
    await other.panel.getByRole('button', { name: 'From strong' }).click();
    await other.panel.getByRole('button', { name: 'From strong', pressed: true }).waitFor();
    for (const word of ['노래', 'boss'])
      await other.panel.getByRole('button', { name: `Take out ${word}` }).click();
    await words.first().waitFor({ state: 'detached' });
    await one.page.context().close();
    await other.page.context().close();
  });

  it('say what is wrong with a word, and keep it in the field', async () => {
    const { page, panel } = await openRules();
    const field = panel.getByRole('textbox', { name: '가릴 말' });
    await field.fill('\u200b');
    await page.keyboard.press('Enter');
    await panel.getByRole('alert').getByText('눈에 보이는 글자').waitFor();
    expect(await field.inputValue()).toBe('\u200b');
    await page.context().close();
  });

  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 390 },
  ] as const)('are for everybody, $theme, $language, $width px', async (options) => {
    const { page, panel } = await openRules({ ...options, height: 844 });
    await panel.getByRole('textbox').first().fill('tomato');
    await page.keyboard.press('Enter');
    await panel.getByRole('listitem').filter({ hasText: 'tomato' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width);
    await page.context().close();
  });
});
