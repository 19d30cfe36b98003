/** The page may not import what notices say (docs/architecture.md): both have the words, and they are the same. */
import { expect, it } from 'vitest';
import { RULE_TITLES } from '../core/alerts/rule-titles.ts';
import { en } from '../gateway/web/src/i18n/en.ts';
import { ko } from '../gateway/web/src/i18n/ko.ts';
import { NOTICE_WORDS } from '../sinks/notify/texts/words.ts';

it.each(Object.entries({ en, ko }))(
  'an alert is called the same on the page and in a notice: %s',
  (name, page) => {
    const { severities } = NOTICE_WORDS[name as 'en' | 'ko'];
    expect(page.alerts.rules).toEqual(RULE_TITLES[name as 'en' | 'ko']);
    expect(page.alerts.severities).toEqual(severities);
  },
);
