import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from './axe.ts';
import { launchChromium, openPage } from './chromium.ts';
import { startProduct, type Product } from './product.ts';
import { recordedShow } from './recordings.ts';

let browser: Browser;
let product: Product;
let show: string;

beforeAll(async () => {
  product = await startProduct({ recordings: { 'evening.jsonl': recordedShow(5, '저녁 방송') } });
  browser = await launchChromium();
  show = `${product.url}/broadcasts/${await product.watch('replay:evening.jsonl', 'max')}`;
});

afterAll(async () => {
  await browser.close();
  await product.remove();
});

/** The button with the score of the last message of this text. */
async function scoreOf(page: Page, text: string): Promise<Locator> {
  await page.getByTestId('ended').waitFor();
  const row = page.getByRole('log').locator('[data-kind=text]', { hasText: text }).last();
  await row.waitFor();
  return row.getByRole('button', { name: /점수의 까닭 보기|show why/ });
}

describe('the score of a message', () => {
  it('opens what moved it, by mouse and by keyboard, and gives the focus back', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(show);
    const score = await scoreOf(page, '오늘 방송 정말 재밌어요');
    const panel = page.getByRole('dialog', { name: '점수의 까닭' });
    await score.click();
    const table = panel.getByRole('table');
    await table.waitFor();
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(
      expect.arrayContaining(['재밌어요', '정말', '부호와 길이', '말이 없을 때의 값', '모두 더하면']),
    );
    expect(await table.getByRole('row', { name: /^재밌어요/ }).innerText()).toMatch(/\+\d/);
    // The recorded scores came from these very models.
    expect(await panel.getByTestId('differs').count()).toBe(0);

    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await score.and(page.locator(':focus')).count()).toBe(1);
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: /^감정/ }).click();
    await panel.getByRole('table', { name: /쪽으로 움직인 크기/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says why so little moved a message that takes no side', async () => {
    const { page } = await openPage(browser);
    await page.goto(show);
    await (await scoreOf(page, '이 노래 제목이 뭐예요')).click();
    const panel = page.getByTestId('explain');
    await panel.getByText('좋다 싫다를 말하지 않는 글로 읽혀서').waitFor();
    const figures = await panel.getByRole('table').getByRole('cell').allInnerTexts();
    for (const figure of figures) expect(figure).toMatch(/^[+−]\d\.\d\d$/);
    await page.context().close();
  });

  it('keeps masked words masked, until originals are shown', async () => {
    const { page } = await openPage(browser);
    await page.goto(show);
    await (await scoreOf(page, 'so close')).click();
    const panel = page.getByTestId('explain');
    await panel.getByRole('button', { name: '욕설' }).click();
    await panel.getByText('목록에 있는 말이 1개 있어요').waitFor();
    await panel.getByRole('rowheader', { name: '****' }).waitFor();
    expect(await panel.innerText()).not.toContain('shit');
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: '원문 보기' }).click();
    await (await scoreOf(page, 'so close')).click();
    await panel.getByRole('rowheader', { name: 'shit' }).waitFor();
    await page.context().close();
  });

  it('makes a rule of one of its words, by keyboard, also where somebody else changes the rules meanwhile', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(show);
    await (await scoreOf(page, '오늘 방송 정말 재밌어요')).click();
    const rules = page.getByTestId('explain').getByRole('region', { name: '이 채널의 규칙' });
    await rules.getByText('이 메시지에 걸린 규칙이 없어요').waitFor();
    const word = rules.getByRole('button', { name: '방송', exact: true });
    await word.focus();
    await page.keyboard.press('Enter');
    expect(await word.getAttribute('aria-pressed')).toBe('true');
    expect(await rules.getByRole('textbox', { name: '규칙에 넣을 말' }).inputValue()).toBe('방송');

    const { channelId } = (await (await fetch(show.replace('/broadcasts/', '/api/broadcasts/'))).json()) as {
      channelId: string;
    };
    const path = `${product.url}/api/channels/${channelId}/rules`;
    const others = { mask: ['다른 사람의 말'], allow: [], severity: 1 };
    const changed = await fetch(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(others),
    });
    expect(changed.status).toBe(200);
    await rules.getByRole('button', { name: '이 말 가리기' }).focus();
    await page.keyboard.press('Enter');
    await rules.getByText('다음 메시지부터 가려요: 방송').waitFor();
    await rules.getByText('채널 규칙의 가릴 말이 가렸어요: 방송').waitFor();
    expect(await (await fetch(path)).json()).toMatchObject({ mask: ['다른 사람의 말', '방송'], version: 2 });

    await rules.getByRole('button', { name: '이 말 괜찮아요' }).press('Enter');
    await rules.getByText('채널 규칙의 괜찮은 말이라 가리지 않아요: 방송').waitFor();
    await rules.getByRole('button', { name: '규칙에서 빼기' }).press('Enter');
    await rules.getByText('이 메시지에 걸린 규칙이 없어요').waitFor();
    expect(await rules.getByRole('textbox').and(page.locator(':focus')).count()).toBe(1);
    expect(await (await fetch(path)).json()).toMatchObject({ mask: ['다른 사람의 말'], allow: [] });
    // The browser tells of the answer to the change that came too late; the page made it again.
    expect(complaints).toEqual([expect.stringContaining('412')]);
    await page.context().close();
  });

  it.each([
    { theme: 'dark', language: 'ko', width: 1280 },
    { theme: 'light', language: 'en', width: 390 },
  ] as const)('is explained to everybody, $theme, $language, $width px', async (options) => {
    const { page } = await openPage(browser, { ...options, height: 844 });
    await page.goto(show);
    await (await scoreOf(page, '오늘 방송 정말 재밌어요')).click();
    await page.getByTestId('explain').getByRole('table').waitFor();
    await page.getByTestId('explain').getByRole('textbox').fill('방송');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width);
    await page.context().close();
  });
});

describe('the feel check', () => {
  it('is found from home, and names the emotion of a message in its colours', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(product.url);
    await page.getByRole('navigation').getByRole('link', { name: '감정 확인' }).click();
    await page.waitForURL(/\/feel-check$/);
    const field = page.getByRole('textbox', { name: '메시지' });
    await expect.poll(() => page.getByRole('button', { name: '확인하기' }).isDisabled()).toBe(true);
    await field.fill('너무 슬퍼서 눈물이 났다');
    await field.press('Enter');
    const result = page.getByTestId('feeling');
    await result.getByText('슬픔', { exact: true }).first().waitFor();
    expect(await result.getByRole('listitem').count()).toBe(7);
    expect(await result.getByRole('listitem').first().innerText()).toContain('슬픔');
    expect(await page.locator('[data-emotion=sadness]').count()).toBe(1);
    await field.fill('너무 행복하고 기쁘다');
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.locator('[data-emotion=joy]').waitFor();
    await page.getByRole('link', { name: 'Chatpulse' }).click();
    await page.getByRole('heading', { name: '방송 채팅을 지켜봐요' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says when the server cannot be reached, and asks nobody else', async () => {
    const { page } = await openPage(browser);
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(`${product.url}/feel-check`);
    await page.getByRole('textbox', { name: '메시지' }).fill('안녕하세요');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.getByText('서버에 닿지 못했어요').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '확인하기' }).click();
    await page.getByTestId('feeling').waitFor();
    expect([...asked]).toEqual([product.url]);
    await page.context().close();
  });

  it.each(
    (['anger', 'joy', 'fear', 'disgust', 'surprise', 'peace', 'sadness'] as const).flatMap((emotion) =>
      (['dark', 'light'] as const).map((theme) => ({ emotion, theme })),
    ),
  )('reads well for $emotion in $theme', async ({ emotion, theme }) => {
    const { page } = await openPage(browser, { theme, language: 'en', width: 390 });
    await page.goto(`${product.url}/feel-check`);
    await page.getByRole('textbox', { name: 'Message' }).fill(MESSAGES[emotion]);
    await page.keyboard.press('Enter');
    await page.locator(`[data-emotion=${emotion}]`).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.context().close();
  });
});

const MESSAGES = {
  anger: '진짜 화나서 참을 수가 없다',
  joy: '너무 행복하고 기쁘다',
  fear: '무서워서 소름이 끼쳤다',
  disgust: '역겹고 징그럽다',
  surprise: '깜짝 놀랐다 충격이야',
  peace: '고요하고 평온한 저녁이다',
  sadness: '너무 슬퍼서 눈물이 났다',
} as const;
