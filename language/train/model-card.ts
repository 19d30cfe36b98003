/** Keeps the figures of the model card in step with the models. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AblationRow } from './emotion-ablation.ts';
import type { KindReading } from './evaluate-chat.ts';

/** Figures by model or task, then by name. */
export type CardFigures = Record<string, Record<string, number | readonly number[]>>;

/** Lines of the card between which something is written. */
interface Marks {
  readonly begin: string;
  readonly end: string;
}

const FIGURES: Marks = {
  begin: '<!-- figures: written by npm run train -->',
  end: '<!-- end of figures -->',
};
const ABLATION: Marks = {
  begin: '<!-- ablation: written by npm run train -- --ablation -->',
  end: '<!-- end of ablation -->',
};
const CHAT: Marks = {
  begin: '<!-- chat: written by npm run train -->',
  end: '<!-- end of chat -->',
};

/**
 * Puts new figures into `figures.json` of the card's folder, keeping those of models that were not trained this
 * time, and writes the table in its `README.md` anew.
 */
export function writeCard(folder: string, figures: CardFigures): void {
  const store = join(folder, 'figures.json');
  const before = existsSync(store) ? (JSON.parse(readFileSync(store, 'utf8')) as CardFigures) : {};
  const all = Object.fromEntries(
    Object.entries({ ...before, ...figures }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(store, `${JSON.stringify(all, null, 2)}\n`);
  replaceBetween(folder, FIGURES, tableOf(all));
}

/** Keeps the ablation of one model in `ablation.json` of the card's folder, and writes the table of all in its `README.md`. */
export function writeAblation(folder: string, model: string, rows: readonly AblationRow[]): void {
  const store = join(folder, 'ablation.json');
  const before = existsSync(store)
    ? (JSON.parse(readFileSync(store, 'utf8')) as Record<string, readonly AblationRow[]>)
    : {};
  const all = { ...before, [model]: rows };
  const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(store, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  const lines = sorted.flatMap(([name, list]) => list.map((row) => ablationLine(name, row)));
  replaceBetween(
    folder,
    ABLATION,
    ['| model | variant | tau | accuracy | macro-F1 |', '| --- | --- | --- | --- | --- |', ...lines].join(
      '\n',
    ),
  );
}

/** Writes what each kind of chat reads as into the `README.md` of the card's folder. */
export function writeChat(folder: string, readings: readonly KindReading[]): void {
  replaceBetween(folder, CHAT, chatTable(readings));
}

/** The table of both languages, a line a kind. */
export function chatTable(readings: readonly KindReading[]): string {
  const cells = (language: 'ko' | 'en', kind: string): readonly string[] => {
    const found = readings.find((each) => each.language === language && each.kind === kind);
    if (found === undefined) return ['', ''];
    const { negative, neutral, positive } = found.as;
    return [`${found.read} of ${found.lines}`, `${negative} / ${neutral} / ${positive}`];
  };
  const kinds = [...new Set(readings.map(({ kind }) => kind))];
  return padded([
    ['kind', 'Korean: read', '- / 0 / +', 'English: read', '- / 0 / +'],
    ...kinds.map((kind) => [kind, ...cells('ko', kind), ...cells('en', kind)]),
  ]);
}

/** Rows of a table with columns of even width, the first row its head. */
function padded(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}

function ablationLine(model: string, row: AblationRow): string {
  const accuracy = withSpread(row.accuracy, row.accuracySpread);
  const macroF1 = withSpread(row.macroF1, row.macroF1Spread);
  return `| ${model} | ${row.variant} | ${row.tau} | ${accuracy} | ${macroF1} |`;
}

function withSpread(value: number, spread: number | undefined): string {
  return value.toFixed(4) + (spread === undefined ? '' : ` ± ${spread.toFixed(4)}`);
}

/** Writes `text` between two marks of the card; a card that has neither, such as one of a user's own, gets them at its end. */
function replaceBetween(folder: string, { begin, end }: Marks, text: string): void {
  const card = join(folder, 'README.md');
  const found = existsSync(card) ? readFileSync(card, 'utf8') : '';
  const isMarked = found.includes(begin) || found.includes(end);
  const before = isMarked ? found : `${found}${found === '' ? '' : '\n'}${begin}\n${end}\n`;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${card} has lost the lines between which figures are written.`);
  writeFileSync(card, `${before.slice(0, from)}${begin}\n\n${text}\n\n${before.slice(to)}`);
}

function tableOf(figures: CardFigures): string {
  const rows = Object.entries(figures).map(([name, values]): readonly string[] => {
    const cells = Object.entries(values).map(([figure, value]) => `${figure} ${shown(value)}`);
    return [name, cells.join(', ')];
  });
  return padded([['model', 'held back'], ...rows]);
}

function shown(value: number | readonly number[]): string {
  if (typeof value !== 'number') return value.map(shown).join(' / ');
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}
