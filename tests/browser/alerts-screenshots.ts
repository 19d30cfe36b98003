import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import type { EventTypes } from '../../core/events/generated.ts';
import { Harness } from '../../gateway/testing/harness.ts';
import { sampleAlert } from '../../gateway/testing/sample-alert.ts';
import { createMemoryNotifier } from '../../sinks/notify/memory.ts';
import { launchChromium, openPage } from './chromium.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const PAGES = fileURLToPath(new URL('../../dist/gateway/web', import.meta.url));
const MINUTE = 60_000;

type Raised = EventTypes['AlertRaised'];

/** The alerts page with one that is open, one that somebody has seen, some that are over, and a rule under edit. */
it('the page of the alerts', async () => {
  const harness = await Harness.start({
    config: { staticDir: PAGES },
    gateway: {
      notices: { notifiers: [createMemoryNotifier({ name: 'slack' })], linkSecret: 'of-the-picture' },
    },
  });
  const now = Date.now();
  const raise = async (id: string, minutesAgo: number, changes: Partial<Raised>): Promise<Raised> => {
    const at = now - minutesAgo * MINUTE;
    const alert = sampleAlert(id, { startedAt: at - 12_000, at, ...changes });
    await harness.append('alert.events', id, 'AlertRaised', alert);
    await harness.append('alert.events', id, 'AlertDelivered', {
      alertId: id,
      notice: 'raised',
      destination: 'slack',
      idempotencyKey: id,
      attempts: 1,
      over: false,
      at: at + 900,
    });
    return alert;
  };
  const resolve = ({ alertId, rule, subject, at }: Raised, lastedMinutes: number): Promise<void> =>
    harness.append('alert.events', alertId, 'AlertResolved', {
      alertId,
      rule,
      subject,
      value: null,
      reason: 'recovered',
      at: at + lastedMinutes * MINUTE,
    });
  const channel = (name: string): Partial<Raised> => ({
    subject: `chzzk-${name}-1`,
    channelId: `chzzk-${name}`,
    broadcastId: `chzzk-${name}-1`,
  });
  const system = (subject: string): Partial<Raised> => ({
    subject,
    channelId: '',
    broadcastId: '',
    baseline: null,
    samples: [],
  });

  await raise('surge', 2, {
    ...channel('ada'),
    value: 0.47,
    count: 64,
    samples: ['진짜 실망이에요', '소리가 또 끊겨요', '아까부터 화면이 멈췄는데 아무 말이 없네'],
  });
  await raise('lag', 9, {
    ...system('windows'),
    rule: 'processor-lag',
    severity: 'warning',
    value: 14_210,
    threshold: 10_000,
    count: 0,
  });
  await harness.append('alert.events', 'lag', 'AlertAcknowledged', {
    alertId: 'lag',
    by: '당직',
    at: now - 7 * MINUTE,
  });
  const burst = await raise('burst', 34, {
    ...channel('ben'),
    rule: 'profanity-burst',
    severity: 'warning',
    value: 0.31,
    baseline: 0.04,
    count: 41,
    samples: ['*** 왜 이래'],
  });
  await resolve(burst, 3);
  const store = await raise('store', 70, {
    ...system('archive'),
    rule: 'store-away',
    value: 1,
    threshold: 1,
    count: 0,
  });
  await resolve(store, 1);

  const browser = await launchChromium();
  const { page } = await openPage(browser, { width: 1280, height: 800, theme: 'dark', language: 'ko' });
  await page.goto(`${harness.url}/alerts`);
  await page.locator('[data-testid=alert][data-severity=over]').first().waitFor();
  await page.locator('[data-rule=negative-surge] summary').click();
  await page.screenshot({ path: join(FOLDER, 'alerts.png'), fullPage: true });
  await browser.close();
  await harness.close();
});
