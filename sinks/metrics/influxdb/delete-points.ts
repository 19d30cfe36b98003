import type { MetricPoint } from '../port.ts';
import { parseInfluxUrl } from './address.ts';
import { createInfluxClient } from './client.ts';
import { toMetricsError } from './errors.ts';
import { quoteName } from './quote.ts';
import { encodeTag } from './tag-text.ts';

/** Deletes points, whatever retention policy they are in. @throws ChatpulseError as a metric store does */
export async function deleteInfluxPoints(url: string, points: readonly MetricPoint[]): Promise<void> {
  if (points.length === 0) return;
  const client = createInfluxClient(parseInfluxUrl(url));
  try {
    for (const { measurement, tags, time } of points) {
      const conditions = Object.entries(tags).map(
        ([name, value]) => `${quoteName(name)} = ${quoteText(encodeTag(value))}`,
      );
      await client.statement(
        `DELETE FROM ${quoteName(measurement)} WHERE ${[...conditions, `time = ${time}ms`].join(' AND ')}`,
      );
    }
  } catch (error) {
    throw toMetricsError(error);
  } finally {
    client.close();
  }
}

/** A text in a statement of InfluxQL. */
function quoteText(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
