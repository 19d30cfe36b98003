import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { describeNotice } from '../../sinks/notify/texts/describe.ts';
import { mailHtml } from '../../sinks/notify/mail/mail-html.ts';
import { sampleAlert, sampleNotice } from '../../sinks/notify/testing/sample-notices.ts';
import { launchChromium, openPage } from './chromium.ts';

const FILE = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const BASE = 'https://chat.example.org';

/** The HTML part of an alert's mail, as a browser draws it. */
it('an alert by mail', async () => {
  const notice = sampleNotice('screenshot', {
    alert: sampleAlert({
      samples: [
        '진짜 실망이에요',
        '소리가 또 끊겨요',
        '아까부터 화면이 멈췄는데 아무 말이 없네',
        '*** 왜 이래',
      ],
    }),
    links: {
      details: `${BASE}/broadcasts/chzzk-ada-20260101T000000000Z`,
      acknowledge: `${BASE}/a/1`,
      mute: `${BASE}/a/2`,
    },
  });
  const reading = { language: 'ko' as const, zone: 'Asia/Seoul', now: notice.items[0]?.alert.raisedAt ?? 0 };
  const browser = await launchChromium();
  const { page } = await openPage(browser, { width: 680, height: 720, language: 'ko' });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setContent(mailHtml(describeNotice(notice, reading), 'ko'));
  expect(await page.getByRole('link').count()).toBe(3);
  await page.screenshot({ path: join(FILE, 'alert-mail.png'), fullPage: true });
  await browser.close();
});
