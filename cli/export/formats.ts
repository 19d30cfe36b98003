import type { ArchivedMessage } from '../../sinks/archive/port.ts';
import { BYTE_ORDER_MARK, csvRow } from './csv.ts';
import { EXPORT_COLUMNS } from './export-row.ts';

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How messages become text. */
export interface ExportWriter {
  /** What stands before the first row. */
  readonly header: string;
  row(message: ArchivedMessage): string;
}

export function exportWriter(format: ExportFormat, options: { readonly bom?: boolean } = {}): ExportWriter {
  if (format === 'csv')
    return {
      header: (options.bom ? BYTE_ORDER_MARK : '') + csvRow(EXPORT_COLUMNS.map(({ name }) => name)),
      row: (message) => csvRow(EXPORT_COLUMNS.map(({ of }) => of(message))),
    };
  return {
    header: '',
    row: (message) =>
      `${JSON.stringify(Object.fromEntries(EXPORT_COLUMNS.map(({ name, of }) => [name, of(message)])))}\n`,
  };
}
