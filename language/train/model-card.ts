/** Keeps the figures of the model card in step with the models. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Figures by model or task, then by name. */
export type CardFigures = Record<string, Record<string, number | readonly number[]>>;

const BEGIN = '<!-- figures: written by npm run train -->';
const END = '<!-- end of figures -->';

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
  const card = join(folder, 'README.md');
  const text = existsSync(card) ? readFileSync(card, 'utf8') : `${BEGIN}\n${END}\n`;
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`${card} has lost the lines between which figures are written.`);
  writeFileSync(card, `${text.slice(0, begin)}${BEGIN}\n\n${tableOf(all)}\n\n${text.slice(end)}`);
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
