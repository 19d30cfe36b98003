import type { InfluxClient } from './client.ts';
import { isMissing } from './errors.ts';
import { quoteName } from './quote.ts';

/** Minutes and all else that is kept for some time; the default of the database, so that boards need not name it. */
export const MINUTES = 'chatpulse_minutes';
/** Hours, for ever. */
export const HOURS = 'chatpulse_hours';
/**
 * What was older than its time when it came, for ever: recordings of another year. InfluxDB goes by the time of a point and
 * would refuse them.
 */
export const PAST = 'chatpulse_past';

interface Policy {
  readonly name: string;
  readonly duration: string;
  /** How much time is stored and deleted as one piece; the server's choice where there is none. */
  readonly shard?: string;
  readonly isDefault: boolean;
}

function policies(retentionDays: number | undefined): readonly Policy[] {
  const kept = retentionDays === undefined ? 'INF' : `${Math.max(1, Math.ceil(retentionDays * 24))}h`;
  return [
    { name: MINUTES, duration: kept, isDefault: true },
    { name: HOURS, duration: 'INF', shard: '52w', isDefault: false },
    { name: PAST, duration: 'INF', shard: '52w', isDefault: false },
  ];
}

/**
 * Makes the database and its retention policies, and changes how long minutes are kept where that is another. May run
 * again and beside another process's. Only what is missing is made, since that takes an administrator.
 */
export async function ensureDatabase(
  client: InfluxClient,
  database: string,
  retentionDays: number | undefined,
): Promise<void> {
  let stored = await storedPolicies(client, database);
  if (!stored) {
    await client.statement(`CREATE DATABASE ${quoteName(database)}`);
    stored = new Map();
  }
  for (const policy of policies(retentionDays)) {
    const { name, duration, shard, isDefault } = policy;
    const there = stored.get(name);
    const on = `RETENTION POLICY ${quoteName(name)} ON ${quoteName(database)} DURATION ${duration}`;
    const more = isDefault ? ' DEFAULT' : '';
    if (!there)
      await client.statement(
        `CREATE ${on} REPLICATION 1${shard === undefined ? '' : ` SHARD DURATION ${shard}`}${more}`,
      );
    else if (there.hours !== hoursOf(duration) || (isDefault && !there.isDefault))
      // Without its shard duration: the server makes one that fits.
      await client.statement(`ALTER ${on}${shard === undefined ? ' SHARD DURATION 0s' : ''}${more}`);
  }
}

/** What {@link ensureDatabase} would change, in words; undefined where there is no database yet. */
export async function policyDifferences(
  client: InfluxClient,
  database: string,
  retentionDays: number | undefined,
): Promise<readonly string[] | undefined> {
  const stored = await storedPolicies(client, database);
  return (
    stored &&
    policies(retentionDays).flatMap(({ name, duration, isDefault }) => {
      const there = stored.get(name);
      if (!there) return [`${name} is missing`];
      const kept = there.hours === 0 ? 'INF' : `${there.hours}h`;
      if (there.hours !== hoursOf(duration)) return [`${name} keeps ${kept} instead of ${duration}`];
      return isDefault && !there.isDefault ? [`${name} is not the default`] : [];
    })
  );
}

interface StoredPolicy {
  /** 0 for ever. */
  readonly hours: number;
  readonly isDefault: boolean;
}

/** The policies of a database by name; undefined where there is no such database. */
async function storedPolicies(
  client: InfluxClient,
  database: string,
): Promise<Map<string, StoredPolicy> | undefined> {
  try {
    const [series] = await client.statement(`SHOW RETENTION POLICIES ON ${quoteName(database)}`, {
      method: 'GET',
    });
    const column = (name: string): number => series?.columns.indexOf(name) ?? -1;
    const found = (series?.values ?? []).map((row): [string, StoredPolicy] => [
      String(row[column('name')]),
      { hours: hoursOf(String(row[column('duration')])), isDefault: row[column('default')] === true },
    ]);
    return new Map(found);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** `720h0m0s`, `720h` or `INF` in whole hours; for ever is 0. */
function hoursOf(duration: string): number {
  return Number(/^(\d+)h/.exec(duration)?.[1] ?? 0);
}
