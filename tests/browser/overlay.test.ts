import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { clearmsg, privmsg } from '../platforms/twitch-lines.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../platforms/twitch-simulator.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';

const CHANNEL = 'overlay';

let browser: Browser;
let twitch: TwitchSimulator;
let product: Product;
let broadcast: string;
let said = 0;

beforeAll(async () => {
  twitch = await startTwitchSimulator();
  product = await startProduct({ env: { CHATPULSE_TWITCH_CHAT_URL: twitch.url } });
  browser = await launchChromium();
  broadcast = await product.watch(`https://www.twitch.tv/${CHANNEL}`);
  await twitch.joined(CHANNEL);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await product.remove();
  await twitch.close();
});

/** Says something, and answers its id when the server has it. */
async function say(text: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
  said += 1;
  const id = `said-${said}`;
  twitch.send(CHANNEL, [
    privmsg({ channel: CHANNEL, id, login: `viewer${said % 5}`, sentAt: Date.now(), text, tags }),
  ]);
  await vi.waitUntil(
    async () => {
      const answer = await fetch(`${product.url}/api/broadcasts/${broadcast}/messages?limit=200`);
      return (await answer.text()).includes(`"id":"${id}"`);
    },
    { timeout: 30_000, interval: 100 },
  );
  return id;
}

async function openOverlay(query = ''): Promise<{
  readonly page: Page;
  readonly complaints: readonly string[];
}> {
  const opened = await openPage(browser, { width: 600, height: 500, language: 'en' });
  await opened.page.goto(`${product.url}/broadcasts/${broadcast}/overlay${query}`);
  await opened.page.getByRole('main').waitFor();
  return opened;
}

/** What the browser makes of the style of the first element that fits. */
const styleOf = (page: Page, selector: string, property: string): Promise<unknown> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);

const lines = (page: Page): Promise<string[]> => page.locator('main > div').allInnerTexts();

it('shows the newest lines, masked and without anything to press, on a transparent ground', async () => {
  for (let n = 1; n <= 4; n += 1) await say(`line ${n}`);
  await say('this is fucking great');
  const { page, complaints } = await openOverlay('?lines=3&size=30');
  await page.getByText('line 4').waitFor();
  expect(await lines(page)).toHaveLength(3);
  expect(await page.getByText('line 2').count()).toBe(0);
  // Nobody who watches the show can open what is masked.
  expect(await page.getByRole('img', { name: 'Masked word' }).count()).toBe(1);
  expect(await page.content()).not.toContain('fucking');
  expect(await page.locator('button, a:visible, input').count()).toBe(0);
  expect(await styleOf(page, 'main', 'fontSize')).toBe('30px');
  for (const name of ['html', 'body', 'main'])
    expect(await styleOf(page, name, 'backgroundColor'), name).toBe('rgba(0, 0, 0, 0)');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('takes what is removed out of sight', async () => {
  const id = await say('to be removed');
  const { page } = await openOverlay();
  await page.getByText('to be removed').waitFor();
  twitch.send(CHANNEL, [clearmsg(CHANNEL, id, 'viewer', 'to be removed')]);
  await page.getByText('to be removed').waitFor({ state: 'detached' });
  await page.context().close();
});

it('lets lines fade that came while it was open, and shows none from before', async () => {
  await say('from before');
  const { page } = await openOverlay('?fade=1');
  // What came before the page is open stays unseen: it is open when its first line is there.
  await vi.waitUntil(
    async () => {
      await say(`now ${said}`);
      return (await lines(page)).length > 0;
    },
    { timeout: 30_000 },
  );
  expect(await page.getByText('from before').count()).toBe(0);
  await page.locator('main > div').first().waitFor({ state: 'hidden' });
  expect(await styleOf(page, 'main > div', 'opacity')).toBe('0');
  await page.context().close();
});

it('has a ground of its own where it is to have one', async () => {
  for (const [background, colour] of [
    ['dark', 'rgb(16, 19, 23)'],
    ['light', 'rgb(247, 248, 249)'],
  ] as const) {
    const { page } = await openOverlay(`?background=${background}`);
    await page.locator('main > div').first().waitFor();
    expect(await styleOf(page, 'main', 'backgroundColor')).toBe(colour);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.context().close();
  }
});

it('is found on the page of the broadcast, whose button copies its link', async () => {
  const { page, complaints } = await openPage(browser, { language: 'en' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${product.url}/broadcasts/${broadcast}`);
  await page.getByRole('button', { name: 'Link of the OBS overlay' }).click();
  await page.getByRole('spinbutton', { name: 'Fade after, s' }).fill('20');
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await page.getByRole('button', { name: 'Copy overlay link' }).click();
  await page.getByText('Copied.').waitFor();
  const copied = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(copied).toBe(`${product.url}/broadcasts/${broadcast}/overlay?fade=20&background=dark`);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto(copied);
  await page.locator('main[data-background="dark"]').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('a group of channels has one that goes on from show to show', async () => {
  await fetch(`${product.url}/api/groups/evening`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channels: [`twitch:${CHANNEL}`] }),
  });
  await say('of the group');
  const { page } = await openPage(browser, { language: 'ko' });
  await page.goto(`${product.url}/groups/evening/overlay?lines=2`);
  await page.getByText('of the group').waitFor();
  expect(await lines(page)).toHaveLength(2);
  await page.context().close();
});
