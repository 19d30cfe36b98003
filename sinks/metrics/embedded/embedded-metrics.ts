import { withSqliteErrors } from '../../../core/storage/sqlite.ts';
import { closeProjection, openProjection, ProjectionReader } from '../../sqlite/projection-file.ts';
import { Statements } from '../../sqlite/statements.ts';
import type { MetricStore } from '../port.ts';
import { queryPoints, readPositions } from './metric-queries.ts';
import { METRICS_APPLICATION_ID, METRICS_SCHEMA } from './schema.ts';
import { writePoints } from './metric-writer.ts';

export interface EmbeddedMetricsOptions {
  /** The path of the file of metrics. */
  readonly file: string;
}

/** The queries of a {@link MetricStore}, without its writes. */
export type MetricReader = Omit<MetricStore, 'write'>;

/**
 * Opens the metric store to write, and makes it where there is none. As in the archive, the position is in the
 * transaction of its points: after a loss of power it may be behind, never ahead of them.
 * @throws ChatpulseError CHATPULSE_DATA_CORRUPT, CHATPULSE_DATA_UNWRITABLE or CHATPULSE_DISK_FULL
 */
export function openEmbeddedMetrics(options: EmbeddedMetricsOptions): MetricStore {
  const { file } = options;
  const database = openProjection({ file, applicationId: METRICS_APPLICATION_ID, schema: METRICS_SCHEMA });
  const sql = new Statements(database);
  const guarded = <T>(task: () => T): Promise<T> => attempt(() => withSqliteErrors(file, task));
  return {
    write: (batch) =>
      guarded(() => {
        writePoints(sql, batch);
      }),
    positions: () => guarded(() => readPositions(sql)),
    query: (query) => guarded(() => queryPoints(sql, query)),
    close: () =>
      guarded(() => {
        closeProjection(database);
      }),
  };
}

/** Opens the metric store to read only, beside the writer. The file may be made later: until then it is empty. */
export function openEmbeddedMetricsReader(options: EmbeddedMetricsOptions): MetricReader {
  const reader = new ProjectionReader({
    file: options.file,
    applicationId: METRICS_APPLICATION_ID,
    make: (sql) => sql,
  });
  return {
    positions: () => attempt(() => reader.read(readPositions, [])),
    query: (query) => attempt(() => reader.read((sql) => queryPoints(sql, query), [])),
    close: () =>
      attempt(() => {
        reader.close();
      }),
  };
}

/** A synchronous task as a promise: what it throws becomes a rejection. */
function attempt<T>(task: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(task());
  });
}
