import { execFileSync } from 'node:child_process';
import { chromium, type Browser, type Page } from 'playwright-core';

/** CHROMIUM_PATH, or the first of the usual names that is on PATH. */
function findChromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // the next name
    }
  }
  throw new Error('No Chromium found. Install one (`apt-get install chromium`) or set CHROMIUM_PATH.');
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'ko' | 'en';
  readonly theme?: 'dark' | 'light';
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** A page in a fresh profile, and all that it complained about: errors, warnings, violations of the CSP. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
}

export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1280, height = 800, language = 'ko', theme } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'ko' ? 'ko-KR' : 'en-US',
    reducedMotion: options.reducedMotion ?? 'reduce',
  });
  if (theme) {
    await context.addInitScript({
      content: `localStorage.getItem('chatpulse.theme') ?? localStorage.setItem('chatpulse.theme', '${theme}')`,
    });
  }
  await context.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) =>
      console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));`,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}
