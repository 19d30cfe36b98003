import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMailBox, type MailBox } from '../../sinks/notify/testing/mail-box.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

let browser: Browser;
let box: MailBox;
let product: Product | undefined;

beforeAll(async () => {
  browser = await launchChromium();
  box = await startMailBox();
});

afterEach(async () => {
  await product?.remove();
  product = undefined;
});

afterAll(async () => {
  await browser.close();
  await box.close();
});

describe('the contact button', () => {
  it('sends what is written by the mail server, by keyboard alone', async () => {
    product = await startProduct({
      env: {
        CHATPULSE_SMTP_URL: box.url,
        CHATPULSE_MAIL_FROM: 'chat@example.org',
        CHATPULSE_CONTACT_MAIL_TO: 'ops@example.org',
      },
    });
    const { page } = await openPage(browser, { width: 390, height: 844, theme: 'light', language: 'ko' });
    await page.goto(product.url);
    await page.getByRole('button', { name: '문의' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '운영자에게 문의하기' });
    await dialog.getByLabel('내용').fill('구름이 비어 있어요.');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await dialog.getByLabel('답장 받을 이메일').focus();
    await page.keyboard.type('ann@example.org');
    await page.keyboard.press('Enter');
    await dialog.getByText('보냈어요. 고마워요.').waitFor();
    expect(box.taken.at(-1)?.source).toMatch(/^reply-to: ann@example\.org\r$/im);
    await page.context().close();
  });

  it('opens the mail program where the server sends no mail', async () => {
    product = await startProduct({ env: { CHATPULSE_CONTACT_MAIL_TO: 'ops@example.org' } });
    const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'en' });
    await page.goto(product.url);
    const link = page.getByRole('link', { name: 'Contact' });
    expect(await link.getAttribute('href')).toBe('mailto:ops@example.org?subject=Chatpulse');
    await page.context().close();
  });
});
