import type { AlertRuleName } from './rule.ts';

/** What has happened where an alert of a rule is open, in one sentence without a full stop. */
export const RULE_TITLES: Readonly<Record<'ko' | 'en', Readonly<Record<AlertRuleName, string>>>> = {
  ko: {
    'negative-surge': '부정 메시지가 갑자기 늘었어요',
    'profanity-burst': '욕설이 갑자기 늘었어요',
    'chat-surge': '채팅이 갑자기 늘었어요',
    'chat-silence': '채팅이 멈췄어요',
    'source-stalled': '방송 수집이 멈췄어요',
    'source-failed': '방송 수집이 오류로 끝났어요',
    'source-misunderstood': '플랫폼이 보내는 내용을 알아볼 수 없어요',
    'log-away': '로그에 연결할 수 없어요',
    'store-away': '저장소에 연결할 수 없어요',
    'process-silent': '프로세스가 응답하지 않아요',
    'processor-lag': '처리가 밀리고 있어요',
    'dead-letters': '처리하지 못한 기록이 생겼어요',
    'slow-responses': '응답이 느려요',
    'error-rate': '오류 응답이 늘었어요',
    'canary-lost': '점검 메시지가 사라졌어요',
    'canary-slow': '점검 메시지가 늦어요',
    'delivery-failing': '알림을 보내지 못하고 있어요',
  },
  en: {
    'negative-surge': 'Negative messages have surged',
    'profanity-burst': 'Profanity has surged',
    'chat-surge': 'The chat has surged',
    'chat-silence': 'The chat has gone silent',
    'source-stalled': 'A capture has stalled',
    'source-failed': 'A capture has ended by an error',
    'source-misunderstood': 'Much of what a platform sends is not understood',
    'log-away': 'The log cannot be reached',
    'store-away': 'A store cannot be reached',
    'process-silent': 'A process has gone silent',
    'processor-lag': 'Processing falls behind',
    'dead-letters': 'Records could not be handled',
    'slow-responses': 'Responses are slow',
    'error-rate': 'More responses are errors',
    'canary-lost': 'Self-check messages are lost',
    'canary-slow': 'Self-check messages are late',
    'delivery-failing': 'Notices cannot be delivered',
  },
};

/** @param rule as an alert has it: a new one, that this program does not know, is told by its name */
export function ruleTitle(rule: string, language: keyof typeof RULE_TITLES): string {
  const titles: Readonly<Record<string, string>> = RULE_TITLES[language];
  return Object.hasOwn(titles, rule) ? (titles[rule] ?? rule) : rule;
}
