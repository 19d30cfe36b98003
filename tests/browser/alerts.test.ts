import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSlackServer, type SlackServer } from '../../sinks/notify/testing/slack-server.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

let browser: Browser;
let product: Product;
let slack: SlackServer;

beforeAll(async () => {
  slack = await startSlackServer();
  product = await startProduct({ env: { CHATPULSE_SLACK_WEBHOOK_URL: slack.url } });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await product.remove();
  await slack.close();
});

it('the page of the alerts sends a test and shows what the destination said', async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(`${product.url}/alerts`);
  await page.getByText(/^(열려 있는 알림이 없어요\.|Nothing is open\.)$/).waitFor();
  await page.getByRole('button', { name: /^(시험 알림 보내기|Send a test notice)$/ }).press('Enter');
  await page.getByText(/^slack: (도착했어요|taken)/).waitFor();
  expect(slack.taken).toHaveLength(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
