import type { Cell } from './export-row.ts';

/** U+FEFF at the start of a file: Excel then reads it as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * A row of CSV with its line end. Source: RFC 4180: CRLF, quotes where a cell holds a comma, a quote or a line break,
 * quotes doubled. A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return) gets an apostrophe before it.
 */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = typeof cell === 'string' ? cell : cell.join(' ');
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
