import { parseInfluxUrl } from './address.ts';
import { createInfluxClient } from './client.ts';
import { toMetricsError } from './errors.ts';
import { policyDifferences } from './retention-policies.ts';

/** What a server and its database are like. */
export interface MetricsExamination {
  readonly serverVersion: string;
  readonly database: string;
  /** Where the retention policies are not as they should be, in words; undefined where there is no database yet. */
  readonly differences: readonly string[] | undefined;
}

/** Looks without changing anything. @throws ChatpulseError CHATPULSE_METRICS_UNAVAILABLE, CHATPULSE_STORE_REFUSED */
export async function examineInfluxMetrics(options: {
  readonly url: string;
  readonly retentionDays?: number;
}): Promise<MetricsExamination> {
  const address = parseInfluxUrl(options.url);
  const client = createInfluxClient(address);
  const { database } = address;
  try {
    const serverVersion = await client.version();
    const differences = await policyDifferences(client, database, options.retentionDays);
    return { serverVersion, database, differences };
  } catch (error) {
    throw toMetricsError(error);
  } finally {
    client.close();
  }
}
