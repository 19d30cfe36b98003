import { existsSync } from 'node:fs';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import type { DataFiles } from '../../core/data-folder.ts';
import { openSqlite, type SqliteDatabase } from '../../core/storage/sqlite.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
import { archiveSnapshot, EMPTY_ARCHIVE } from './embedded-archive-snapshot.ts';
import { EMPTY_METRICS, metricSnapshot } from './embedded-metric-snapshot.ts';
import { logSource } from './embedded-log-source.ts';
import type { Snapshots } from './sources.ts';

/**
 * Reading connections to the files of a data folder, beside a running server or without one. A view is taken of the
 * stores first, then of what the parts have committed, then of the ends of the log, so that no store and no commit can
 * be ahead of the log that is seen.
 * @throws ChatpulseError CHATPULSE_DATA_UNWRITABLE where there is no log, CHATPULSE_DATA_CORRUPT where a file is none of ours
 */
export function openEmbeddedSnapshots(files: DataFiles): Snapshots {
  const reader = openLogReader(files.log);
  const archive = openStore(files.archive);
  const metrics = openStore(files.metrics);
  const archiveSql = archive && new Statements(archive);
  const metricsSql = metrics && new Statements(metrics);

  return {
    take() {
      for (const store of [archive, metrics]) {
        if (!store) continue;
        if (store.inTransaction) store.exec('COMMIT');
        store.exec('BEGIN');
      }
      return {
        // The first reading fixes what a transaction sees: each store reads its positions now.
        archive: archiveSql ? archiveSnapshot(archiveSql) : EMPTY_ARCHIVE,
        metrics: metricsSql ? metricSnapshot(metricsSql) : EMPTY_METRICS,
        log: logSource(reader),
      };
    },
    close() {
      for (const store of [archive, metrics]) store?.close();
      reader.close();
    },
  };
}

function openStore(file: string): SqliteDatabase | undefined {
  if (!existsSync(file)) return undefined;
  const database = openSqlite({ file, mode: 'read' });
  const tables = new Statements(database).first<[number]>('SELECT count(*) FROM sqlite_master')?.[0];
  if (tables) return database;
  // The file was made and not written yet.
  database.close();
  return undefined;
}
