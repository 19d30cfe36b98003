import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse, type Options } from 'csv-parse';
import { ChatpulseError } from '../../core/errors.ts';

export interface LabelledRow {
  /** In the file, from 1; where a row has several lines, its last. */
  readonly line: number;
  readonly text: string;
  readonly label: string;
}

export interface LabelledColumns {
  readonly text: string;
  readonly label: string;
}

/** A cell of .tsv is taken as it stands; one of .csv may be quoted (RFC 4180). */
const FORMATS: Readonly<Record<string, Options>> = {
  tsv: { delimiter: '\t', quote: false },
  csv: { delimiter: ',' },
};

/**
 * The rows of a table with a header line: .tsv or .csv, also with .gz behind it.
 * @param onRows told how many have been read
 * @throws ChatpulseError CHATPULSE_FILE_UNREADABLE, CHATPULSE_COLUMN_MISSING, CHATPULSE_TABLE_EMPTY
 */
export async function readLabelledFile(
  file: string,
  columns: LabelledColumns,
  onRows: (rows: number) => void = () => undefined,
): Promise<readonly LabelledRow[]> {
  const format = FORMATS[/\.(tsv|csv)(\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
  if (!format) throw unreadable(file, 'its name ends in none of .tsv, .csv, .tsv.gz and .csv.gz');
  const rows: LabelledRow[] = [];
  let places: { readonly text: number; readonly label: number } | undefined;
  try {
    for await (const { record, info } of records(await opened(file), format)) {
      if (places === undefined) {
        places = placesOf(record, columns, file);
        continue;
      }
      rows.push({
        line: info.lines,
        text: record[places.text] ?? '',
        label: (record[places.label] ?? '').trim(),
      });
      onRows(rows.length);
    }
  } catch (error) {
    throw error instanceof ChatpulseError ? error : unreadable(file, reasonOf(error), error);
  }
  if (rows.length === 0)
    throw new ChatpulseError('CHATPULSE_TABLE_EMPTY', {
      message: `${file} has ${places ? 'a header line and no row below it' : 'no line'}.`,
    });
  return rows;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function opened(file: string): Promise<Readable> {
  const bytes = (await open(file)).createReadStream();
  // A failure of the file ends the unzipping, and so reaches whoever reads.
  return /\.gz$/i.test(file) ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}

function records(bytes: Readable, format: Options): AsyncIterable<ParsedRecord> {
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    ...format,
  });
  return pipeline(bytes, parser, () => undefined);
}

function placesOf(
  header: readonly string[],
  columns: LabelledColumns,
  file: string,
): { readonly text: number; readonly label: number } {
  const names = header.map((name) => name.trim());
  const place = (kind: keyof LabelledColumns): number => {
    const at = names.indexOf(columns[kind]);
    if (at >= 0) return at;
    throw new ChatpulseError('CHATPULSE_COLUMN_MISSING', {
      message: `${file} has no column "${columns[kind]}" for the ${kind}; its columns are ${names.map((name) => `"${name}"`).join(', ')}.`,
    });
  };
  return { text: place('text'), label: place('label') };
}

function reasonOf(error: unknown): string {
  if (error instanceof CsvError) return error.message;
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unreadable(file: string, reason: string, cause?: unknown): ChatpulseError {
  return new ChatpulseError('CHATPULSE_FILE_UNREADABLE', {
    message: `${file} cannot be read: ${reason}.`,
    cause,
  });
}
