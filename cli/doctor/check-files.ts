import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataFiles } from '../../core/data-folder.ts';
import { describeError } from '../../core/errors.ts';
import { openSqlite, withSqliteErrors } from '../../core/storage/sqlite.ts';
import { ARCHIVE_APPLICATION_ID } from '../../sinks/archive/embedded/schema.ts';
import { METRICS_APPLICATION_ID } from '../../sinks/metrics/embedded/schema.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
import { megabytes } from './check-machine.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

interface ExpectedFile {
  readonly file: string;
  /** SQLite's `application_id`; 0: none. */
  readonly applicationId: number;
  readonly tables: readonly string[];
  readonly todo: string;
}

/** Larger files are looked through with `--thorough` alone: it takes a second per some hundred MB. */
const QUICK_BYTES = 512 * 2 ** 20;

/** Each data file: of the right kind, with its tables, whole. */
export function checkFiles(files: DataFiles, options: { readonly thorough: boolean }): Finding[] {
  const projection = (command: string): string =>
    `Stop the server, move the file away and run \`chatpulse rebuild ${command}\`.`;
  const expected: readonly ExpectedFile[] = [
    {
      file: files.log,
      applicationId: 0,
      tables: ['partitions', 'batches', 'commits'],
      todo: 'Stop the server and restore the file from a backup. The archive keeps what was stored in it.',
    },
    {
      file: files.archive,
      applicationId: ARCHIVE_APPLICATION_ID,
      tables: ['broadcast', 'content', 'position'],
      todo: projection('archive'),
    },
    {
      file: files.metrics,
      applicationId: METRICS_APPLICATION_ID,
      tables: ['series', 'point', 'position'],
      todo: projection('windows'),
    },
  ];
  return expected.map((of) => checkFile(of, options.thorough));
}

function checkFile({ file, applicationId, tables, todo }: ExpectedFile, thorough: boolean): Finding {
  const name = basename(file);
  if (!existsSync(file)) return ok(name, 'not there yet');
  try {
    const database = openSqlite({ file, mode: 'read' });
    try {
      return withSqliteErrors(file, () => {
        const sql = new Statements(database);
        const id = sql.first<[number]>('PRAGMA application_id')?.[0] ?? 0;
        const found = new Set(sql.all<[string]>('SELECT name FROM sqlite_master').map(([table]) => table));
        if (found.size === 0) return ok(name, 'empty yet');
        if (id !== applicationId || tables.some((table) => !found.has(table)))
          return fail(
            name,
            `${file} is not what it should be: it belongs to another program or version.`,
            todo,
          );
        const { size } = statSync(file);
        if (size > QUICK_BYTES && !thorough)
          return ok(name, `${megabytes(size)}; not looked through (add --thorough)`);
        const problems = sql.all<[string]>('PRAGMA quick_check(5)').map(([problem]) => problem);
        return problems.join() === 'ok'
          ? ok(name, `${megabytes(size)}, whole`)
          : fail(name, `${file} is damaged: ${problems[0] ?? 'no answer'}`, todo);
      });
    } finally {
      database.close();
    }
  } catch (error) {
    return fail(name, `${file} cannot be read (${describeError(error)})`, todo);
  }
}

/** What a rebuild or an export that was killed has left. */
export function checkLeftovers(dataDir: string): Finding[] {
  if (!existsSync(dataDir)) return [];
  const left = readdirSync(dataDir).filter((name) => name.includes('.db.rebuild'));
  if (left.length === 0) return [];
  const size = left.reduce((sum, name) => sum + statSync(join(dataDir, name)).size, 0);
  return [
    warn(
      'rebuild',
      `A rebuild was interrupted and left ${megabytes(size)} (${left.join(', ')}).`,
      'Run the rebuild again, or delete these files.',
    ),
  ];
}
