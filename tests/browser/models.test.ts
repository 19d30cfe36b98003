import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

let browser: Browser;
let product: Product;

beforeAll(async () => {
  product = await startProduct({});
  browser = await launchChromium();
  await product.watch('demo:showcase');
  await vi.waitUntil(
    async () => {
      const { models } = (await (await fetch(`${product.url}/api/models`)).json()) as {
        models: { live: { hour: { texts: number } } | null }[];
      };
      return models.some(({ live }) => (live?.hour.texts ?? 0) > 0);
    },
    { timeout: 120_000, interval: 500 },
  );
}, 180_000);

afterAll(async () => {
  await browser.close();
  await product.remove();
});

describe('the page of the models', () => {
  it('shows every model, opens one by keyboard, and has charts as tables too', async () => {
    const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'en' });
    await page.goto(product.url);
    await page.getByRole('link', { name: 'Models' }).click();
    const overview = page.getByRole('table', { name: 'All models' });
    await overview.waitFor();
    expect(await overview.getByRole('row').count()).toBe(7);
    const english = overview.getByRole('button', { name: 'Abuse · English' });
    await english.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Abuse · English' }).waitFor();
    expect(await english.getAttribute('aria-pressed')).toBe('true');
    const confusion = page.getByRole('table', { name: 'Confusion matrix' });
    expect(await confusion.getByRole('rowheader').allTextContents()).toEqual(['Clean', 'Abusive']);
    await page.getByRole('img', { name: /Reliability diagram/ }).waitFor();
    expect(await page.getByRole('table', { name: 'Calibration' }).getByRole('row').count()).toBe(16);
    await page.getByRole('img', { name: /Spread of the scores/ }).waitFor();
    await page.context().close();
  });

  it('compares the chat of now with the training', async () => {
    const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'light', language: 'ko' });
    await page.goto(`${product.url}/model`);
    const now = page.getByRole('table', { name: '지금의 채팅과 비교' });
    const hour = now.getByRole('row', { name: /지난 한 시간/ });
    await hour.waitFor();
    const texts = await hour.getByRole('cell').first().textContent();
    expect(Number(texts?.replaceAll(',', ''))).toBeGreaterThan(0);
    await page.context().close();
  });

  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 1280 },
    { theme: 'light', language: 'ko', width: 390 },
  ] as const)('is accessible: $theme $language $width', async ({ theme, language, width }) => {
    const { page } = await openPage(browser, { width, height: 844, theme, language });
    await page.goto(`${product.url}/model`);
    await page.getByRole('table').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.context().close();
  });
});
