/** Keeps the figures of the model card in step with the models. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AblationRow } from './emotion-ablation.ts';

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

function ablationLine(model: string, { variant, tau, accuracy, macroF1 }: AblationRow): string {
  return `| ${model} | ${variant} | ${tau} | ${accuracy.toFixed(4)} | ${macroF1.toFixed(4)} |`;
}

/** Writes `text` between two marks of the card. */
function replaceBetween(folder: string, { begin, end }: Marks, text: string): void {
  const card = join(folder, 'README.md');
  const before = existsSync(card) ? readFileSync(card, 'utf8') : `${begin}\n${end}\n`;
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${card} has lost the lines between which figures are written.`);
  writeFileSync(card, `${before.slice(0, from)}${begin}\n\n${text}\n\n${before.slice(to)}`);
}

function tableOf(figures: CardFigures): string {
  const rows = Object.entries(figures).map(([name, values]) => {
    const cells = Object.entries(values).map(([figure, value]) => `${figure} ${shown(value)}`);
    return [name, cells.join(', ')];
  });
  const width = rows.map((row) => row[0]?.length ?? 0).reduce((a, b) => Math.max(a, b), 5);
  const longest = rows.map((row) => row[1]?.length ?? 0).reduce((a, b) => Math.max(a, b), 9);
  const line = (left = '', right = ''): string => `| ${left.padEnd(width)} | ${right.padEnd(longest)} |`;
  return [
    line('model', 'held back'),
    `| ${'-'.repeat(width)} | ${'-'.repeat(longest)} |`,
    ...rows.map(([a, b]) => line(a, b)),
  ].join('\n');
}

function shown(value: number | readonly number[]): string {
  if (typeof value !== 'number') return value.map(shown).join(' / ');
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}
