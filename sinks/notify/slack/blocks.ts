import type { IncomingWebhookSendArguments } from '@slack/webhook';
import type { DescribedItem, DescribedNotice } from '../texts/describe.ts';

type Block = NonNullable<IncomingWebhookSendArguments['blocks']>[number];

/** Limits of Slack: characters of a header, of a text object, and blocks of a message. */
const HEADER = 150;
const TEXT = 3_000;
const MOST_BLOCKS = 50;

/** A notice as a message of Slack: what, where, how much, since when, samples, links. */
export function slackMessage(
  notice: DescribedNotice,
): Pick<IncomingWebhookSendArguments, 'text' | 'blocks' | 'unfurl_links' | 'unfurl_media'> {
  const { items, more, words, headline } = notice;
  const [only] = items;
  const blocks: Block[] =
    items.length === 1 && more === 0 && only
      ? single(only, notice)
      : [
          header(headline),
          ...items.map((item) => section(lineOf(item, notice))),
          ...(more > 0 ? [context(words.andMore(String(more)))] : []),
        ];
  return {
    // Shown where blocks are not: on phones' lock screens, by screen readers.
    text: plain(cut(headline, TEXT / 5)),
    blocks: [...blocks.slice(0, MOST_BLOCKS - 1), context(words.footer)],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function single(described: DescribedItem, { words }: DescribedNotice): Block[] {
  const { title, mark, facts, remark, samples } = described;
  const links = linksOf(described, words);
  return [
    header(title),
    context(mark),
    {
      type: 'section',
      fields: facts.slice(0, 10).map(({ label, value }) => ({
        type: 'mrkdwn',
        verbatim: true,
        text: `*${label}*\n${plain(value)}`,
      })),
    },
    ...(remark === null ? [] : [section(plain(remark))]),
    ...(samples.length === 0
      ? []
      : [
          section(
            `*${words.samples}* (${words.samplesAre})\n${samples.map((text) => `> ${plain(text)}`).join('\n')}`,
          ),
        ]),
    ...(links === '' ? [] : [section(links)]),
  ];
}

function lineOf(described: DescribedItem, { words }: DescribedNotice): string {
  const { title, mark, facts, remark } = described;
  const told = facts
    .slice(0, 3)
    .map(({ value }) => plain(value))
    .join(' · ');
  return [
    `*${plain(title)}* (${plain(mark)})`,
    told,
    ...(remark === null ? [] : [plain(remark)]),
    linksOf(described, words),
  ]
    .filter(Boolean)
    .join('\n');
}

function linksOf({ item: { links } }: DescribedItem, words: DescribedNotice['words']): string {
  return [
    [links.details, words.details],
    [links.acknowledge, words.acknowledge],
    [links.mute, words.mute],
  ]
    .flatMap(([url, label]) => (url === undefined ? [] : [`<${linkTarget(url)}|${label ?? ''}>`]))
    .join('   ');
}

/** An address inside `<…|…>`: nothing in it may end it. */
function linkTarget(url: string): string {
  return escapeSlack(new URL(url).href.replaceAll('|', '%7C'));
}

function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: escapeSlack(cut(text, HEADER)), emoji: false } };
}

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: cutEscaped(text) } };
}

function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'plain_text', text: escapeSlack(text), emoji: false }] };
}

/**
 * The characters by which Slack knows mentions and links, as entities.
 * Source: Slack, "Formatting text for app surfaces", escaping text.
 */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The same where a text of a stranger stands in mrkdwn: marks of formats are shown by their full-width likes. */
function plain(text: string): string {
  return escapeSlack(text).replace(/[*_~`]/g, (mark) => FULL_WIDTH[mark] ?? '');
}

const FULL_WIDTH: Readonly<Record<string, string>> = { '*': '＊', _: '＿', '~': '～', '`': '｀' };

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Never in the middle of an entity or a pair. */
function cutEscaped(text: string): string {
  return text.length <= TEXT
    ? text
    : `${text.slice(0, TEXT - 1).replace(/(?:&[a-z]*|[\ud800-\udbff])$/, '')}…`;
}
