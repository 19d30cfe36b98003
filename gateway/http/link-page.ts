import type { AlertView } from '../../core/alerts/alert-view.ts';
import { ruleTitle } from '../../core/alerts/rule-titles.ts';
import type { LinkAction } from '../../core/notice-links.ts';

export interface LinkPage {
  readonly language: 'ko' | 'en';
  /** later: it could not be done now; the same button tries again. */
  readonly step: 'confirm' | 'done' | 'later' | 'invalid';
  readonly action?: LinkAction;
  readonly alert?: AlertView;
}

const WORDS = {
  ko: {
    title: '알림',
    acknowledge: '이 알림을 확인했다고 표시할까요?',
    mute: '이 알림을 잠시 끌까요?',
    acknowledgeHint: '더는 이 알림을 보내지 않아요.',
    muteHint: '같은 대상에 대한 같은 알림을 그동안 보내지 않아요.',
    acknowledgeButton: '확인했어요',
    muteButton: '끄기',
    time: '얼마 동안',
    hours: ['1시간', '8시간', '하루', '일주일'],
    acknowledgeDone: '확인했다고 표시했어요.',
    muteDone: '알림을 껐어요.',
    later: '지금은 처리하지 못했어요. 잠시 뒤에 다시 눌러 주세요.',
    invalid: '이 링크는 더 이상 쓸 수 없어요. 알림 페이지에서 직접 처리해 주세요.',
    alerts: '알림 페이지로 가기',
  },
  en: {
    title: 'Alert',
    acknowledge: 'Acknowledge this alert?',
    mute: 'Mute this alert for a while?',
    acknowledgeHint: 'No further notice of it will be sent.',
    muteHint: 'No notices of the same kind about the same thing will be sent in that time.',
    acknowledgeButton: 'Acknowledge',
    muteButton: 'Mute',
    time: 'For how long',
    hours: ['1 hour', '8 hours', 'A day', 'A week'],
    acknowledgeDone: 'The alert is acknowledged.',
    muteDone: 'The alert is muted.',
    later: 'That could not be done just now. Please try again in a moment.',
    invalid: 'This link can no longer be used. Please open the page of the alerts instead.',
    alerts: 'Go to the alerts',
  },
} as const;

const MINUTES = [60, 480, 1_440, 10_080];

/** The page behind a link of a notice: works without scripts; its styles are a file of this server. */
export function linkPage(page: LinkPage): string {
  const { language } = page;
  const words = WORDS[language];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<meta name="color-scheme" content="dark light"><title>${words.title} · Chatpulse</title>
<link rel="stylesheet" href="/link-page.css"></head><body><main>${bodyOf(page)}
<p><a href="/alerts">${words.alerts}</a></p></main></body></html>`;
}

function bodyOf({ language, step, action = 'acknowledge', alert }: LinkPage): string {
  const words = WORDS[language];
  if (step === 'invalid') return `<h1>${words.title}</h1><p>${words.invalid}</p>`;
  const about = alert
    ? `<p class="about">${escape(ruleTitle(alert.rule, language))} · ${escape(alert.channelId || alert.subject)}</p>`
    : '';
  if (step === 'done')
    return `<h1 role="status">${action === 'mute' ? words.muteDone : words.acknowledgeDone}</h1>${about}`;
  const later = step === 'later' ? `<p role="alert">${words.later}</p>` : '';
  const hint = action === 'mute' ? words.muteHint : words.acknowledgeHint;
  return `<h1>${words[action]}</h1>${about}${later}<p>${hint}</p>${form(language, action)}`;
}

function form(language: 'ko' | 'en', action: LinkAction): string {
  const words = WORDS[language];
  const options = MINUTES.map(
    (minutes, at) => `<option value="${minutes}">${words.hours[at] ?? ''}</option>`,
  );
  const time =
    action === 'mute'
      ? `<label>${words.time} <select name="minutes">${options.join('')}</select></label>`
      : '';
  return `<form method="post">${time}<button>${action === 'mute' ? words.muteButton : words.acknowledgeButton}</button></form>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
