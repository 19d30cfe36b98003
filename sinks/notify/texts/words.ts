import type { AlertMeasure } from '../../../core/alerts/measures.ts';
import type { DetailName, DetailPart } from '../../../core/health/detail.ts';
import { plural } from '../../../core/plural.ts';
import type { NoticeKind, NoticeLanguage } from '../port.ts';

/** So many of something: the number, and how it is written. */
type Counted = (count: number, text: string) => string;

/** The words of notices in one language. */
export interface NoticeWords {
  readonly severities: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<NoticeKind, string>>;
  readonly resolutions: Readonly<Record<string, string>>;
  readonly where: string;
  readonly measured: string;
  /** Of what is over, or has been open for long. */
  readonly measuredThen: string;
  readonly threshold: string;
  readonly usual: string;
  readonly since: string;
  readonly until: string;
  /** Of how many a share is. */
  readonly ofMessages: Counted;
  readonly ofResponses: Counted;
  /** What is usual, where that is so many messages. */
  readonly inTenSeconds: Counted;
  readonly inAMinute: Counted;
  readonly samples: string;
  readonly samplesAre: string;
  readonly figures: Readonly<Record<AlertMeasure, Counted>>;
  /** What a figure has to reach. */
  readonly atLeast: (figure: string) => string;
  /** What the product says of its own parts. */
  readonly reasons: Readonly<Record<DetailName, (values: DetailPart['values']) => string>>;
  readonly details: string;
  readonly acknowledge: string;
  readonly mute: string;
  readonly openFor: (minutes: string) => string;
  /** The title of several alerts in one notice. */
  readonly several: (count: string) => string;
  readonly andMore: (count: string) => string;
  readonly testLine: string;
  readonly footer: string;
}

const ko: NoticeWords = {
  severities: { info: '정보', warning: '주의', critical: '긴급' },
  kinds: { raised: '발생', resolved: '해결', reminder: '아직 열려 있음', test: '시험' },
  resolutions: {
    recovered: '정상으로 돌아왔어요.',
    ended: '방송이 끝났어요.',
    expired: '오래되어 닫았어요.',
  },
  where: '어디',
  measured: '지금',
  measuredThen: '처음 알릴 때',
  threshold: '알리는 기준',
  usual: '평소',
  since: '시작',
  until: '끝',
  ofMessages: (_, count) => `메시지 ${count}개 중`,
  ofResponses: (_, count) => `응답 ${count}개 중`,
  inTenSeconds: (_, count) => `10초에 메시지 ${count}개`,
  inAMinute: (_, count) => `1분에 메시지 ${count}개`,
  samples: '메시지 예시',
  samplesAre: '욕설은 가렸어요.',
  figures: {
    'share-above-usual': (_, number) => `${number}%`,
    'times-usual': (_, number) => `평소의 ${number}배`,
    seconds: (_, number) => `${number}초`,
    'share-of-responses': (_, number) => `${number}%`,
    captures: (_, number) => `${number}건`,
    processes: (_, number) => `프로세스 ${number}개`,
    records: (_, number) => `기록 ${number}건`,
    payloads: (_, number) => `플랫폼이 보낸 내용 ${number}건`,
  },
  atLeast: (figure) => `${figure} 이상`,
  reasons: {
    nobodyRuns: () => '실행하는 프로세스가 없어요.',
    nobodyRunsPart: ({ element = '' }) => `${element}: 실행하는 프로세스가 없어요.`,
    waiting: ({ records = '' }) => `처리를 기다리는 기록이 ${records}건 있어요.`,
    notHeard: ({ who = '' }) => `${who}에서 소식이 없어요.`,
    stuck: ({ seconds = '', records = '' }) =>
      `${seconds}초째 멈춰 있어요. 기다리는 기록이 ${records}건 있어요.`,
    noAnswer: ({ seconds = '' }) => `${seconds}초 안에 답이 없어요.`,
    logSilent: () => '로그가 응답하지 않아요.',
    threadSilent: ({ seconds = '' }) => `스레드가 ${seconds}초째 응답하지 않아요.`,
    registryAnswers: ({ status = '' }) => `스키마 저장소가 ${status} 오류로 답했어요.`,
    producersOn: ({ who = '' }) => `${who}의 수집 프로세스예요.`,
    processorsOn: ({ who = '' }) => `${who}의 처리 프로세스예요.`,
    sinksOn: ({ who = '' }) => `${who}의 저장 프로세스예요.`,
    gatewayOn: ({ who = '' }) => `${who}의 게이트웨이예요.`,
    allOn: ({ who = '' }) => `${who}에서 모든 역할을 맡은 프로세스예요.`,
    canaryLost: () => '마지막 점검 메시지가 도착하지 않았어요.',
    noCanaries: () => '점검 메시지를 보내는 프로세스가 없어요.',
    rulesNotRead: () => '채널 규칙을 읽지 못하고 있어요.',
    stateNotRead: () => '알림과 방송 정보를 읽지 못하고 있어요.',
    alertsNotRead: () => '알림을 아직 읽지 못했어요.',
    starting: () => '시작하고 있어요.',
    connecting: () => '연결하고 있어요.',
    reconnecting: () => '다시 연결하고 있어요.',
    stalled: () => '연결되어 있지만 소식이 없어요.',
    failed: () => '오류로 끝났어요.',
    profaneAsWell: ({ share = '', usual = '' }) => `욕설도 늘었어요. 메시지의 ${share}%, 평소 ${usual}%예요.`,
  },
  details: '자세히 보기',
  acknowledge: '확인했어요',
  mute: '알림 끄기',
  openFor: (minutes) => `${minutes}분째 열려 있고 아무도 확인하지 않았어요.`,
  several: (count) => `알림 ${count}건`,
  andMore: (count) => `그 밖에 ${count}건이 더 있어요.`,
  testLine: '알림이 잘 도착하는지 확인하는 시험이에요. 실제 문제는 없어요.',
  footer: 'Chatpulse가 보냈어요.',
};

const en: NoticeWords = {
  severities: { info: 'Info', warning: 'Warning', critical: 'Critical' },
  kinds: { raised: 'Raised', resolved: 'Resolved', reminder: 'Still open', test: 'Test' },
  resolutions: {
    recovered: 'It is back to normal.',
    ended: 'The broadcast has ended.',
    expired: 'It was closed because of its age.',
  },
  where: 'Where',
  measured: 'Now',
  measuredThen: 'When raised',
  threshold: 'Raised from',
  usual: 'Usual',
  since: 'Since',
  until: 'Until',
  ofMessages: (count, text) => `of ${text} ${plural(count, 'message')}`,
  ofResponses: (count, text) => `of ${text} ${plural(count, 'response')}`,
  inTenSeconds: (count, text) => `${text} ${plural(count, 'message')} in ten seconds`,
  inAMinute: (count, text) => `${text} ${plural(count, 'message')} a minute`,
  samples: 'Some of the messages',
  samplesAre: 'Profanity is masked.',
  figures: {
    'share-above-usual': (_, text) => `${text}%`,
    'times-usual': (number, text) => `${text} ${plural(number, 'time')} the usual`,
    seconds: (_, text) => `${text} s`,
    'share-of-responses': (_, text) => `${text}%`,
    captures: (number, text) => `${text} ${plural(number, 'capture')}`,
    processes: (number, text) => `${text} ${plural(number, 'process', 'processes')}`,
    records: (number, text) => `${text} ${plural(number, 'record')}`,
    payloads: (number, text) => `${text} ${plural(number, 'payload')}`,
  },
  atLeast: (figure) => figure,
  reasons: {
    nobodyRuns: () => 'No process runs it.',
    nobodyRunsPart: ({ element = '' }) => `${element}: no process runs it.`,
    waiting: ({ records = '' }) =>
      `${records} ${plural(Number(records), 'record waits', 'records wait')} for it.`,
    notHeard: ({ who = '' }) => `Nothing heard from ${who}.`,
    stuck: ({ seconds = '', records = '' }) =>
      `Stuck for ${seconds} s with ${records} ${plural(Number(records), 'record')} waiting.`,
    noAnswer: ({ seconds = '' }) => `No answer within ${seconds} s.`,
    logSilent: () => 'The log does not answer.',
    threadSilent: ({ seconds = '' }) => `Its thread has not answered for ${seconds} s.`,
    registryAnswers: ({ status = '' }) => `The schema registry answers ${status}.`,
    producersOn: ({ who = '' }) => `Producers on ${who}.`,
    processorsOn: ({ who = '' }) => `Processors on ${who}.`,
    sinksOn: ({ who = '' }) => `Sinks on ${who}.`,
    gatewayOn: ({ who = '' }) => `Gateway on ${who}.`,
    allOn: ({ who = '' }) => `The whole product on ${who}.`,
    canaryLost: () => 'The latest canary did not come through.',
    noCanaries: () => 'No process tells of canaries.',
    rulesNotRead: () => 'The rules of channels are not read.',
    stateNotRead: () => 'What is known of alerts and broadcasts is not read.',
    alertsNotRead: () => 'Alerts are not read yet.',
    starting: () => 'Starting.',
    connecting: () => 'Connecting.',
    reconnecting: () => 'Reconnecting.',
    stalled: () => 'Connected, but nothing is heard.',
    failed: () => 'Ended by an error.',
    profaneAsWell: ({ share = '', usual = '' }) =>
      `Profane as well: ${share}% of the messages, usually ${usual}%.`,
  },
  details: 'See details',
  acknowledge: 'Acknowledge',
  mute: 'Mute',
  openFor: (minutes) => `Open for ${minutes} min, and nobody has acknowledged it.`,
  several: (count) => `${count} alerts`,
  andMore: (count) => `And ${count} more.`,
  testLine: 'A test of whether notices arrive. Nothing is wrong.',
  footer: 'Sent by Chatpulse.',
};

export const NOTICE_WORDS: Readonly<Record<NoticeLanguage, NoticeWords>> = { ko, en };
