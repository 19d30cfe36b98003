import type { NoticeLanguage } from '../port.ts';
import type { DescribedItem, DescribedNotice } from '../texts/describe.ts';

/**
 * The styles of a mail stand in the mail: a mail program loads nothing from elsewhere. Dark where the reader's is.
 */
const STYLE = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 24px 12px; background: #f4f5f7; color: #1b1f24;
    font: 15px/1.55 "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Nanum Gothic", system-ui, sans-serif; }
  main { max-width: 600px; margin: 0 auto; }
  article { background: #ffffff; border: 1px solid #d9dde3; border-left-width: 4px; border-radius: 8px;
    padding: 20px 24px; margin: 0 0 16px; }
  .critical { border-left-color: #c4314b; } .warning { border-left-color: #b35c00; } .info { border-left-color: #2f6fde; }
  .over { border-left-color: #1e7f4f; }
  h1 { font-size: 19px; line-height: 1.35; margin: 0 0 4px; }
  .mark { margin: 0 0 16px; color: #57606a; font-size: 13px; }
  table { border-collapse: collapse; width: 100%; margin: 0 0 12px; font-variant-numeric: tabular-nums; }
  th { text-align: left; font-weight: 400; color: #57606a; padding: 3px 16px 3px 0; white-space: nowrap; vertical-align: top; width: 1%; }
  td { padding: 3px 0; overflow-wrap: anywhere; }
  h2 { font-size: 13px; font-weight: 600; color: #57606a; margin: 16px 0 6px; }
  blockquote { margin: 0 0 6px; padding: 6px 12px; background: #f4f5f7; border-radius: 6px; overflow-wrap: anywhere; }
  .links { margin: 20px 0 0; }
  .links a { display: inline-block; margin: 0 8px 8px 0; padding: 8px 14px; border-radius: 6px; border: 1px solid #b9c0c9;
    color: #1b1f24; text-decoration: none; }
  .links a.main { background: #1f5fc4; border-color: #1f5fc4; color: #ffffff; }
  footer { color: #57606a; font-size: 12px; text-align: center; }
  @media (prefers-color-scheme: dark) {
    body { background: #0f1216; color: #e6e9ed; }
    article { background: #171b21; border-color: #2c333c; }
    .critical { border-left-color: #ff6b81; } .warning { border-left-color: #ffa94d; } .info { border-left-color: #7cacff; }
    .over { border-left-color: #4cc38a; }
    .mark, th, h2, footer { color: #9aa4b0; }
    blockquote { background: #0f1216; }
    .links a { color: #e6e9ed; border-color: #444d58; }
    .links a.main { background: #3b7ce0; border-color: #3b7ce0; color: #ffffff; }
  }`;

/** A notice as the HTML part of a mail: escaped, without scripts, and without anything from elsewhere. */
export function mailHtml(notice: DescribedNotice, language: NoticeLanguage): string {
  const { headline, items, more, words } = notice;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(headline)}</title><style>${STYLE}\n</style></head><body><main>`,
    ...items.map((item) => itemHtml(item, notice)),
    ...(more > 0 ? [`<p>${escapeHtml(words.andMore(String(more)))}</p>`] : []),
    `<footer>${escapeHtml(words.footer)}</footer></main></body></html>`,
  ].join('\n');
}

function itemHtml(described: DescribedItem, { words }: DescribedNotice): string {
  const { title, mark, facts, remark, samples, item } = described;
  return [
    `<article class="${classOf(described)}"><h1>${escapeHtml(title)}</h1><p class="mark">${escapeHtml(mark)}</p><table>`,
    ...facts.map(
      ({ label, value }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
    ),
    '</table>',
    ...(remark === null ? [] : [`<p>${escapeHtml(remark)}</p>`]),
    ...(samples.length === 0
      ? []
      : [
          `<h2>${escapeHtml(`${words.samples} (${words.samplesAre})`)}</h2>`,
          ...samples.map((text) => `<blockquote>${escapeHtml(text)}</blockquote>`),
        ]),
    linksHtml(item.links, words),
    '</article>',
  ].join('\n');
}

function linksHtml(links: DescribedItem['item']['links'], words: DescribedNotice['words']): string {
  const all = [
    { url: links.details, label: words.details, main: true },
    { url: links.acknowledge, label: words.acknowledge, main: false },
    { url: links.mute, label: words.mute, main: false },
  ].flatMap(({ url, label, main }) =>
    url === undefined
      ? []
      : [`<a${main ? ' class="main"' : ''} href="${escapeHtml(url)}">${escapeHtml(label)}</a>`],
  );
  return all.length === 0 ? '' : `<p class="links">${all.join('')}</p>`;
}

function classOf({ item }: DescribedItem): string {
  if (item.kind === 'resolved') return 'over';
  return ['critical', 'warning', 'info'].find((severity) => severity === item.alert.severity) ?? 'info';
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
