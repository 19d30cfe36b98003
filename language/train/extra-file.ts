/** A user's own labelled table to train from: .csv (RFC 4180) or .tsv, also with .gz behind it, with a header line. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import { LanguageError } from '../errors.ts';
import { classOf, knownLabels, TASKS, type Task } from '../labels.ts';

export interface ExtraRow {
  /** In the file, from 1; where a row has several lines, its last. */
  readonly line: number;
  readonly text: string;
  readonly task: Task;
  /** A class of the task, whatever name the file has for it. */
  readonly label: string;
}

export interface ExtraColumns {
  /** Names of columns. */
  readonly text: string;
  readonly label: string;
  /** What all labels are about; undefined where a column `task` says it line by line. */
  readonly task: string | undefined;
}

export interface ExtraTable {
  readonly rows: readonly ExtraRow[];
  /** Lines without a text or without a label. */
  readonly empty: readonly number[];
}

const TASK_COLUMN = 'task';
/** So many mistakes are named. */
const NAMED = 5;
const FORMATS: Readonly<Record<string, Options>> = {
  tsv: { delimiter: '\t', quote: false },
  csv: { delimiter: ',' },
};

/**
 * @throws LanguageError CHATPULSE_FILE_UNREADABLE, CHATPULSE_COLUMN_MISSING, CHATPULSE_TASK_UNKNOWN,
 *   CHATPULSE_LABEL_UNKNOWN, CHATPULSE_TABLE_EMPTY
 */
export function readExtra(file: string, columns: ExtraColumns): ExtraTable {
  const format = FORMATS[/\.(tsv|csv)(\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
  if (!format) throw unreadable(file, 'its name ends in none of .tsv, .csv, .tsv.gz and .csv.gz');
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
    if (/\.gz$/i.test(file)) bytes = gunzipSync(bytes);
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return parseExtra(file, bytes.toString('utf8'), format, columns);
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseExtra(file: string, content: string, format: Options, columns: ExtraColumns): ExtraTable {
  const [header, ...records] = parsed(file, content, format);
  if (header === undefined) throw new LanguageError('CHATPULSE_TABLE_EMPTY', `${file} has no line.`);
  const names = header.record.map((name) => name.trim());
  const place = (column: string): number => {
    const at = names.indexOf(column);
    if (at >= 0) return at;
    throw new LanguageError(
      'CHATPULSE_COLUMN_MISSING',
      `${file} has no column "${column}"; its columns are ${names.map((name) => `"${name}"`).join(', ')}. ` +
        'Name those of the texts and the labels with --text and --label.',
    );
  };
  const [text, label] = [place(columns.text), place(columns.label)];
  const taskOf = taskReader(file, columns.task, names.indexOf(TASK_COLUMN));
  const rows: ExtraRow[] = [];
  const empty: number[] = [];
  const unknown: string[] = [];
  for (const { record, info } of records) {
    const row = { line: info.lines, text: (record[text] ?? '').trim() };
    const name = (record[label] ?? '').trim();
    if (row.text === '' || name === '') {
      empty.push(row.line);
      continue;
    }
    const task = taskOf(record, row.line);
    const known = classOf(task, name);
    if (known === undefined)
      unknown.push(`"${name}" in line ${row.line} (${task}: ${knownLabels(task).join(', ')})`);
    else rows.push({ ...row, task, label: known });
  }
  if (unknown.length > 0) {
    const more = unknown.length > NAMED ? ` and ${unknown.length - NAMED} more` : '';
    throw new LanguageError(
      'CHATPULSE_LABEL_UNKNOWN',
      `${file} has labels that are not known: ${unknown.slice(0, NAMED).join('; ')}${more}.`,
    );
  }
  if (rows.length === 0)
    throw new LanguageError('CHATPULSE_TABLE_EMPTY', `${file} has no line with a text and a label.`);
  return { rows, empty };
}

function parsed(file: string, content: string, format: Options): readonly ParsedRecord[] {
  try {
    return parse(content, {
      bom: true,
      info: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      ...format,
    }) as unknown as readonly ParsedRecord[];
  } catch (cause) {
    throw unreadable(file, cause instanceof CsvError ? cause.message : String(cause), cause);
  }
}

function taskReader(
  file: string,
  task: string | undefined,
  column: number,
): (record: readonly string[], line: number) => Task {
  const checked = (name: string, where: string): Task => {
    const known = TASKS.find((each) => each === name.trim().toLowerCase());
    if (known !== undefined) return known;
    throw new LanguageError(
      'CHATPULSE_TASK_UNKNOWN',
      `${where}: "${name}" is no task; there are ${TASKS.join(', ')}.`,
    );
  };
  if (task !== undefined) {
    const known = checked(task, '--task');
    return () => known;
  }
  if (column >= 0) return (record, line) => checked(record[column] ?? '', `${file}, line ${line}`);
  throw new LanguageError(
    'CHATPULSE_TASK_UNKNOWN',
    `${file} has no column "${TASK_COLUMN}": say with --task which of ${TASKS.join(', ')} its labels are about.`,
  );
}

function unreadable(file: string, reason: string, cause?: unknown): LanguageError {
  return new LanguageError('CHATPULSE_FILE_UNREADABLE', `${file} cannot be read: ${reason}.`, { cause });
}
