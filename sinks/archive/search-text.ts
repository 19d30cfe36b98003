import type { MessageAnalyzed } from '../../core/events/generated.ts';

/** One spelling for what readers take as the same text: composed (NFC), lower case. */
export function normalizeForSearch(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** What a query's text is looked for in: the text as written, and those analysed words that it does not spell out. */
export function searchText(analyzed: MessageAnalyzed): string {
  const text = normalizeForSearch(analyzed.message.text);
  let result = text;
  for (const word of analyzed.words) {
    if (text.includes(word)) continue;
    const normalized = normalizeForSearch(word);
    if (!result.includes(normalized)) result += ` ${normalized}`;
  }
  return result;
}

/** The terms of a query, each of which must occur somewhere in the search text. */
export function searchTerms(query: string): readonly string[] {
  return [
    ...new Set(
      normalizeForSearch(query)
        .split(/\s+/u)
        .filter((term) => term !== ''),
    ),
  ];
}
