/** Reads the training tables: gzip, tab-separated, one header line. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LanguageError } from '../errors.ts';

export type Row = Readonly<Record<string, string>>;

/** Rows of `name` in `directory` as records by column name. */
export function readTable(directory: string, name: string): Row[] {
  const lines = gunzipSync(readFileSync(join(directory, name)))
    .toString('utf8')
    .split('\n');
  const columns = (lines[0] ?? '').trimEnd().split('\t');
  const rows: Row[] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]?.replace(/\r$/, '');
    if (line === undefined || line === '') continue;
    const cells = line.split('\t');
    rows.push(Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])));
  }
  return rows;
}

/** Every table that training reads. */
export const TABLES = [
  'sentiment_ko_nsmc_train.tsv.gz',
  'sentiment_ko_nsmc_extra.tsv.gz',
  'sentiment_ko_nsmc_midratings.tsv.gz',
  'sentiment_ko_kodoli_train.tsv.gz',
  'sentiment_en_train.tsv.gz',
  'emotion_ko_kote_train.tsv.gz',
  'emotion_ko_goemotions_mt.tsv.gz',
  'emotion_en_goemotions.tsv.gz',
  'profanity_ko_train.tsv.gz',
  'profanity_ko_hate_only.tsv.gz',
  'profanity_en_train.tsv.gz',
  'profanity_en_toxic_spans.tsv.gz',
  'kote44_to_7.tsv',
] as const;

/** Stops with one message that names everything missing. */
export function requireTables(directory: string): void {
  const missing = TABLES.filter((name) => !existsSync(join(directory, name)));
  if (missing.length === 0) return;
  throw new LanguageError(
    'CHATPULSE_TRAINING_DATA_MISSING',
    `The training data is not complete in ${directory}: ${missing.join(', ')} missing. ` +
      'Give the folder with --data DIR; docs/models/README.md says where each set comes from.',
  );
}

/** Deterministic split: whether the row with this id belongs to the held-back tenth. */
export function isHeldBack(id: string): boolean {
  let hash = 2166136261;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) % 10 === 0;
}
