import type { AlertView } from '../../../core/alerts/alert-view.ts';
import { isShare, MEASURE_OF_RULE, type AlertMeasure } from '../../../core/alerts/measures.ts';
import { isAlertRule } from '../../../core/alerts/rule.ts';
import { ruleTitle } from '../../../core/alerts/rule-titles.ts';
import { partsOfDetail } from '../../../core/health/detail.ts';
import { momentText } from '../../../core/moment-text.ts';
import { MOST_ITEMS, type Notice, type NoticeItem, type NoticeLanguage } from '../port.ts';
import { NOTICE_WORDS, type NoticeWords } from './words.ts';

/** How a destination's readers read. */
export interface Reading {
  readonly language: NoticeLanguage;
  /** IANA name of the zone of times. */
  readonly zone: string;
  /** ms since 1970; the present, for ages. */
  readonly now: number;
}

/** A notice of one alert in words, not yet escaped for any destination. */
export interface DescribedItem {
  readonly item: NoticeItem;
  /** What happened, in one sentence. */
  readonly title: string;
  /** The kind of the notice and the severity. */
  readonly mark: string;
  /** Where, how much against what is usual, since when. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What else there is to say. */
  readonly remark: string | null;
  readonly samples: readonly string[];
}

/** A notice in words. */
export interface DescribedNotice {
  /** One line that says all, for subjects and previews. */
  readonly headline: string;
  readonly items: readonly DescribedItem[];
  /** Alerts that are not told one by one. */
  readonly more: number;
  readonly words: NoticeWords;
}

const MOST_SAMPLES = 5;
/** Characters of one text of a stranger. */
const LONGEST_SAMPLE = 200;

export function describeNotice(notice: Notice, reading: Reading): DescribedNotice {
  const words = NOTICE_WORDS[reading.language];
  const items = notice.items.slice(0, MOST_ITEMS).map((item) => describeItem(item, reading));
  const first = items[0];
  const alone = notice.items.length === 1 && first;
  return {
    headline: alone
      ? `[${first.mark}] ${first.title}: ${whereOf(first.item.alert)}`
      : `${words.several(String(notice.items.length))}: ${[...new Set(items.map(({ title }) => title))].slice(0, 3).join(', ')}`,
    items,
    more: notice.items.length - items.length,
    words,
  };
}

function describeItem(item: NoticeItem, reading: Reading): DescribedItem {
  const words = NOTICE_WORDS[reading.language];
  const { alert, kind } = item;
  const { language } = reading;
  // What was measured at first is not how it is when it is over, or after half an hour.
  const isPast = kind === 'reminder' || alert.resolvedAt !== null;
  const measure = isAlertRule(alert.rule) ? MEASURE_OF_RULE[alert.rule] : 'records';
  const figure = (value: number): string => formatFigure(value, measure, words, language);
  const of = alert.count > 0 ? ofText(measure, words) : undefined;
  const counted = of ? ` (${of(alert.count, formatNumber(alert.count, language))})` : '';
  return {
    item,
    title: ruleTitle(alert.rule, language),
    mark: `${words.kinds[kind]} · ${words.severities[alert.severity] ?? alert.severity}`,
    facts: [
      { label: words.where, value: whereOf(alert) },
      { label: isPast ? words.measuredThen : words.measured, value: `${figure(alert.value)}${counted}` },
      ...(alert.baseline === null
        ? []
        : [
            {
              label: words.usual,
              value: usualText(alert.rule, alert.baseline, reading) ?? figure(alert.baseline),
            },
          ]),
      { label: words.threshold, value: words.atLeast(figure(alert.threshold)) },
      { label: words.since, value: momentText(alert.startedAt, reading) },
      ...(alert.resolvedAt === null
        ? []
        : [{ label: words.until, value: momentText(alert.resolvedAt, reading) }]),
    ],
    remark: remarkOf(item, reading, words),
    samples:
      kind === 'resolved'
        ? []
        : alert.samples.slice(0, MOST_SAMPLES).map((text) => shorten(text, LONGEST_SAMPLE)),
  };
}

function remarkOf({ alert, kind }: NoticeItem, { now }: Reading, words: NoticeWords): string | null {
  if (kind === 'test') return words.testLine;
  if (kind === 'reminder') return words.openFor(String(Math.round((now - alert.startedAt) / 60_000)));
  const parts = [
    ...(alert.resolvedAt === null
      ? []
      : [words.resolutions[alert.resolution ?? ''] ?? alert.resolution ?? '']),
    ...(alert.detail === null || kind === 'resolved' ? [] : [shorten(reasonText(alert.detail, words), 500)]),
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(' ');
}

/** The channel with the broadcast, or the element of the pipeline. */
function whereOf(alert: AlertView): string {
  return shorten(alert.channelId === '' ? alert.subject : alert.channelId, LONGEST_SAMPLE);
}

/** One line, without characters that turn the direction of text, and not longer than it may be. */
function shorten(text: string, longest: number): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Of how many what is measured is a share; undefined where it is none. */
function ofText(measure: AlertMeasure, words: NoticeWords): NoticeWords['ofMessages'] | undefined {
  if (measure === 'share-above-usual') return words.ofMessages;
  return measure === 'share-of-responses' ? words.ofResponses : undefined;
}

/** What is usual of a chat that is loud or silent is told in messages, not in the unit of the rule. */
function usualText(rule: string, usual: number, { language }: Reading): string | undefined {
  const { inTenSeconds, inAMinute } = NOTICE_WORDS[language];
  if (rule === 'chat-surge') return inTenSeconds(usual, formatNumber(usual, language));
  return rule === 'chat-silence' ? inAMinute(usual, formatNumber(usual, language)) : undefined;
}

/** What the product says of its parts in the reader's language; what others have said as they said it. */
function reasonText(detail: string, words: NoticeWords): string {
  const parts = partsOfDetail(detail);
  if (parts.every(({ name }) => name === undefined)) return detail;
  return parts.map(({ name, text, values }) => (name ? words.reasons[name](values) : text)).join(' ');
}

function formatFigure(
  value: number,
  measure: AlertMeasure,
  words: NoticeWords,
  language: NoticeLanguage,
): string {
  const shown = isShare(measure) ? value * 100 : value;
  return words.figures[measure](shown, formatNumber(shown, language));
}

function formatNumber(value: number, language: NoticeLanguage): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
}
