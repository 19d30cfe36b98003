import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertRaised } from '../../core/events/generated.ts';
import { createServerClient } from '../../cli/client/server-client.ts';
import { alertRulesSchema, type AlertRulesAnswer } from '../../gateway/http/contract.ts';
import type { Harness } from '../../gateway/testing/harness.ts';
import { startsHarnesses } from '../../gateway/testing/harnesses.ts';
import { sampleAlert } from '../../gateway/testing/sample-alert.ts';
import { sampleWindow } from '../../gateway/testing/sample-events.ts';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';

/** The built pages, served by a gateway over a log to which the test appends what the processors would. */
const PAGES = fileURLToPath(new URL('../../dist/gateway/web', import.meta.url));
const MINUTE = 60_000;

let browser: Browser;
const startHarness = startsHarnesses();

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

function start(): Promise<Harness> {
  return startHarness({ config: { staticDir: PAGES } });
}

function raise(harness: Harness, id: string, changes: Partial<AlertRaised> = {}): Promise<void> {
  const at = Date.now();
  return harness.append(
    'alert.events',
    id,
    'AlertRaised',
    sampleAlert(id, { subject: id, startedAt: at - 10_000, at, ...changes }),
  );
}

function resolve(harness: Harness, id: string): Promise<void> {
  return harness.append('alert.events', id, 'AlertResolved', {
    alertId: id,
    rule: 'negative-surge',
    subject: id,
    value: null,
    reason: 'recovered',
    at: Date.now(),
  });
}

/** How often the page has asked for something. */
function countRequests(page: Page, path: string): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === path) count += 1;
  });
  return () => count;
}

describe('the page of the alerts', () => {
  it('shows an alert when it is raised and when it is resolved, without asking in between', async () => {
    const harness = await start();
    const { page, complaints } = await openPage(browser, { language: 'en' });
    const asked = countRequests(page, '/api/notices');
    const answered = page.waitForResponse('**/api/notices');
    await page.goto(`${harness.url}/alerts`);
    await answered;
    await page.getByText('Nothing is open.').waitFor();
    await raise(harness, 'a');
    await page.getByRole('heading', { name: 'Negative messages have surged' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await resolve(harness, 'a');
    await page.locator('[data-testid=alert][data-severity=over]').waitFor();
    // One for the page, one for each of the two changes, and one where a change came during another.
    expect(asked()).toBeLessThanOrEqual(4);
    expect(complaints).toEqual([]);
  });

  it('shows in the log by what way alerts were acknowledged and muted, and rules changed', async () => {
    const harness = await start();
    await raise(harness, 'a');
    await raise(harness, 'b', { subject: 'twitch-b-1', channelId: 'twitch-b' });
    const { page, complaints } = await openPage(browser, { language: 'en', width: 1280 });
    await page.goto(`${harness.url}/alerts`);
    const alert = page.getByTestId('alert').filter({ hasText: 'twitch-b' });
    await alert.getByRole('button', { name: /^Acknowledge/ }).press('Enter');
    await alert.getByText(/acknowledged \(on the page\)/).waitFor();
    const cli = createServerClient(harness.url, undefined);
    await cli.mute('a', 60);
    await cli.setAlertRules({ 'chat-surge': { enabled: false } }, 0);
    const log = page.getByRole('table');
    await log.getByRole('row', { name: /on the page Acknowledged$/ }).waitFor();
    await log.getByRole('row', { name: /on the command line Muted until .+$/ }).waitFor();
    await page.getByText(/^Last changed .+ on the command line\.$/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('the editor of the rules', () => {
  async function rulesOf(harness: Harness): Promise<AlertRulesAnswer> {
    return alertRulesSchema.parse(await (await harness.fetch('/api/alert-rules')).json());
  }

  it('changes a rule by the keyboard, on top of what others have changed meanwhile, and takes it back', async () => {
    const harness = await start();
    const { page, complaints } = await openPage(browser, { language: 'en' });
    await page.goto(`${harness.url}/alerts`);
    const rule = page.locator('[data-rule=negative-surge]');
    await rule.locator('summary').press('Enter');
    expect(await accessibilityProblems(page)).toEqual([]);
    const threshold = rule.getByLabel('Raised from');
    expect(await threshold.inputValue()).toBe('15');
    // Somebody else changes another rule: what was entered here stays, and theirs too.
    await threshold.fill('20');
    const other = await harness.fetch('/api/alert-rules', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ changes: { 'chat-surge': { enabled: false } } }),
    });
    expect(other.status).toBe(200);
    await rule.getByLabel('Channels').fill('twitch-somebody');
    await rule.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Saved: Negative messages have surged.').waitFor();
    const saved = await rulesOf(harness);
    expect(saved.version).toBe(2);
    expect(saved.changes).toMatchObject({
      'chat-surge': { enabled: false },
      'negative-surge': { threshold: 0.2, channels: ['twitch-somebody'] },
    });
    await page.locator('[data-rule=chat-surge] summary').getByText('off').waitFor();
    await rule.getByRole('button', { name: 'Back to the default' }).press('Enter');
    await rule.getByRole('button', { name: 'Back to the default' }).waitFor({ state: 'detached' });
    expect((await rulesOf(harness)).changes).toEqual({ 'chat-surge': { enabled: false } });
    expect(complaints).toEqual([]);
  });

  it('is made on theirs where somebody was faster than the page could hear', async () => {
    const harness = await start();
    const { page } = await openPage(browser);
    await page.goto(`${harness.url}/alerts`);
    const rule = page.locator('[data-rule=chat-surge]');
    await rule.locator('summary').press('Enter');
    await rule.getByLabel('알리는 기준').fill('7');
    const seen: number[] = [];
    await page.route('**/api/alert-rules', async (route) => {
      if (route.request().method() === 'PUT' && seen.length === 0)
        await harness.fetch('/api/alert-rules', {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ changes: { 'log-away': { enabled: false } } }),
        });
      const answer = await route.fetch();
      if (route.request().method() === 'PUT') seen.push(answer.status());
      await route.fulfill({ response: answer });
    });
    await rule.getByRole('button', { name: '저장하기' }).press('Enter');
    await page.getByText(/^저장했어요/).waitFor();
    expect(seen).toEqual([412, 200]);
    expect((await rulesOf(harness)).changes).toEqual({
      'log-away': { enabled: false },
      'chat-surge': { threshold: 7, resolveThreshold: 3.5 },
    });
  });

  it('shows what is wrong with a value, in the words of the server', async () => {
    const harness = await start();
    const { page } = await openPage(browser, { language: 'en' });
    await page.goto(`${harness.url}/alerts`);
    const rule = page.locator('[data-rule=negative-surge]');
    await rule.locator('summary').press('Enter');
    await rule.getByLabel('Raised from').fill('150');
    await rule.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByRole('alert').getByText('A share is at most 1.').waitFor();
    expect((await rulesOf(harness)).version).toBe(0);
  });
});

describe('the page of a broadcast', () => {
  it('tells of an alert in a bar that can be put away, marks it on the mood chart and lists it', async () => {
    const harness = await start();
    const id = await harness.watch();
    const first = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * MINUTE;
    for (let minute = 0; minute < 5; minute += 1)
      await harness.append(
        'chat.windows',
        id,
        'WindowUpdated',
        sampleWindow(id, first + minute * MINUTE, { closed: true }),
      );
    const { page, complaints } = await openPage(browser, { language: 'en', width: 1440 });
    await page.goto(`${harness.url}/broadcasts/${id}`);
    const mood = page.locator('[data-chart=sentiment]');
    await mood.waitFor();
    const before = await mood.screenshot();
    await raise(harness, 'a', { subject: id, broadcastId: id, startedAt: first + 2.5 * MINUTE });
    const bar = page.getByTestId('alert-bar');
    await bar.getByText('Negative messages have surged').waitFor();
    expect(await bar.getAttribute('aria-live')).toBe('polite');
    const flag = page.getByRole('list', { name: 'Alerts on the mood chart' }).getByRole('button');
    expect(await flag.count()).toBe(1);
    expect((await mood.screenshot()).equals(before)).toBe(false);
    expect(await accessibilityProblems(page)).toEqual([]);
    // The list is the flags for the keyboard: it leads to the messages of the minute.
    await flag.press('Enter');
    await bar.getByRole('button', { name: /^Put away/ }).press('Enter');
    await bar.getByText('Negative messages have surged').waitFor({ state: 'detached' });
    await raise(harness, 'other', { subject: 'chzzk-other-1', broadcastId: 'chzzk-other-1' });
    await harness.fetch('/api/alerts/other');
    expect(await flag.count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('knows when it opens what was raised before', async () => {
    const harness = await start();
    const id = await harness.watch();
    await raise(harness, 'a', { subject: id, broadcastId: id });
    const { page } = await openPage(browser);
    await page.goto(`${harness.url}/broadcasts/${id}`);
    await page.getByTestId('alert-bar').getByText('부정 메시지가 갑자기 늘었어요').waitFor();
    await resolve(harness, 'a');
    await page
      .getByTestId('alert-bar')
      .getByText('부정 메시지가 갑자기 늘었어요')
      .waitFor({ state: 'detached' });
  });
});
