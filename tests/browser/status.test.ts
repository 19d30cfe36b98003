import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

let browser: Browser;
let product: Product;

beforeAll(async () => {
  product = await startProduct({ env: { CHATPULSE_CANARY_SECONDS: '1' } });
  browser = await launchChromium();
  await product.watch('demo:showcase');
  await vi.waitUntil(
    async () => {
      const health = (await (await fetch(`${product.url}/api/health`)).json()) as {
        canary: { seen: number } | null;
        elements: { kind: string; ratePerSecond: number }[];
      };
      const flows = health.elements.some(({ kind, ratePerSecond }) => kind === 'source' && ratePerSecond > 0);
      return (health.canary?.seen ?? 0) > 0 && flows;
    },
    { timeout: 120_000, interval: 500 },
  );
}, 180_000);

afterAll(async () => {
  await browser.close();
  await product.remove();
});

describe('the status page', () => {
  it('shows the pipeline, opens an element by keyboard, and has all of it as tables', async () => {
    const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'en' });
    await page.goto(product.url);
    await page.getByRole('link', { name: 'Status' }).click();
    await page.getByRole('status').getByText('Everything works.').waitFor();
    const diagram = page.getByRole('group', { name: /The pipeline/ });
    const archive = diagram.getByRole('button', { name: /Archive sink/ });
    await archive.focus();
    await page.keyboard.press('Enter');
    const details = page.getByRole('region', { name: 'Archive sink' });
    await details.getByText('sink:archive').waitFor();
    expect(await archive.getAttribute('aria-pressed')).toBe('true');
    const rows = page.getByRole('table', { name: 'Elements' }).getByRole('row');
    await rows.filter({ hasText: 'chat.analyzed' }).first().waitFor();
    await page
      .getByText(/Canary \d/)
      .first()
      .waitFor();
    await page.context().close();
  });

  it('says in Korean what is what, and nothing in English of what is well (it did of notices and canaries)', async () => {
    const { page } = await openPage(browser, { width: 1280, height: 800, language: 'ko' });
    await page.goto(`${product.url}/status`);
    const rows = page.getByRole('table', { name: '요소' }).getByRole('row');
    const notices = rows.filter({ hasText: '알림 전송' });
    await notices.waitFor();
    expect((await notices.getByRole('cell').last().textContent()) ?? '').toBe('');
    await rows.filter({ hasText: '점검 메시지 보내기' }).waitFor();
    expect(await page.getByText('카나리아').count()).toBe(0);
    await page.context().close();
  });

  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 1280 },
    { theme: 'light', language: 'ko', width: 390 },
  ] as const)('is accessible: $theme $language $width', async ({ theme, language, width }) => {
    const { page } = await openPage(browser, { width, height: 844, theme, language });
    await page.goto(`${product.url}/status`);
    await page.getByRole('table').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.context().close();
  });
});
