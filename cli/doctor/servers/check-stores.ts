import { examineMongoArchive } from '../../../sinks/archive/mongodb/examine.ts';
import { ARCHIVE_VERSION } from '../../../sinks/archive/mongodb/migrations.ts';
import { examineInfluxMetrics } from '../../../sinks/metrics/influxdb/examine.ts';
import { fail, ok, warn, type Finding } from '../finding.ts';

/** MongoDB: its version, that of the database, the indexes. @throws ChatpulseError where it cannot be asked */
export async function checkArchive(url: string): Promise<Finding> {
  const { serverVersion, database, version, missingIndexes } = await examineMongoArchive(url);
  const server = `MongoDB ${serverVersion}, database ${database}`;
  if (version === 0)
    return ok('archive', `${server}, empty yet: the first write makes collections and indexes`);
  if (version < ARCHIVE_VERSION)
    return warn(
      'archive',
      `${server} is at version ${version} of ${ARCHIVE_VERSION}.`,
      'The sinks bring it up to date with their next write.',
    );
  if (version > ARCHIVE_VERSION)
    return fail(
      'archive',
      `${server} is at version ${version}; this program knows ${ARCHIVE_VERSION}.`,
      'Upgrade this program.',
    );
  return missingIndexes.length === 0
    ? ok('archive', `${server}, version ${version}, all indexes there`)
    : warn(
        'archive',
        `${server}: indexes are missing: ${missingIndexes.join('; ')}. Queries are slow without.`,
        'Make them again (createIndex with these fields, ascending).',
      );
}

/** InfluxDB: its version, the database, the retention policies. @throws ChatpulseError where it cannot be asked */
export async function checkMetrics(url: string, retentionDays: number | undefined): Promise<Finding> {
  const { serverVersion, database, differences } = await examineInfluxMetrics({
    url,
    ...(retentionDays !== undefined && { retentionDays }),
  });
  const server = `InfluxDB ${serverVersion}, database ${database}`;
  if (!differences) return ok('metrics', `${server}, not made yet: the first write does`);
  // InfluxDB 2 and 3 speak another language.
  if (!serverVersion.replace(/^v/, '').startsWith('1.'))
    return warn('metrics', `${server}: only versions 1.x are known to work.`, 'Use InfluxDB 1.8.');
  return differences.length === 0
    ? ok('metrics', `${server}, retention policies as they should be`)
    : warn(
        'metrics',
        `${server}: ${differences.join('; ')}.`,
        'Restart the metrics sink: it makes them as CHATPULSE_RETENTION_DAYS says, for which its user must be an administrator.',
      );
}
