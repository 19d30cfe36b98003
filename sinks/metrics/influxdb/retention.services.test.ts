import { describe, expect, it } from 'vitest';
import { useInflux } from '../../../tests/services/test-databases.ts';
import { hourQuery } from '../hours.ts';
import { metricsSink } from '../metrics-sink.ts';
import { sampleWindow, windowRecords } from '../sample-windows.ts';
import { windowQuery } from '../window-points.ts';
import { parseInfluxUrl } from './address.ts';
import { createInfluxClient, type InfluxClient } from './client.ts';
import { openInfluxMetrics } from './influx-metrics.ts';
import { quoteName } from './quote.ts';
import { ensureDatabase } from './retention-policies.ts';

const influx = useInflux();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function withClient(task: (client: InfluxClient, url: string, database: string) => Promise<void>) {
  const url = influx.freshUrl();
  const address = parseInfluxUrl(url);
  const client = createInfluxClient(address);
  try {
    await task(client, url, address.database);
  } finally {
    await client.statement(`DROP DATABASE ${quoteName(address.database)}`);
    client.close();
  }
}

async function policiesOf(client: InfluxClient, database: string): Promise<unknown[]> {
  const [series] = await client.statement(`SHOW RETENTION POLICIES ON ${quoteName(database)}`);
  return (series?.values ?? []).filter(([name]) => name !== 'autogen').map((row) => [row[0], row[1], row[4]]);
}

describe('retention', () => {
  it('is made once, changed where it is told another time, and left alone else', () =>
    withClient(async (client, _, database) => {
      const expected = (minutes: string) => [
        ['chatpulse_minutes', minutes, true],
        ['chatpulse_hours', '0s', false],
        ['chatpulse_past', '0s', false],
      ];
      await ensureDatabase(client, database, 30);
      await ensureDatabase(client, database, 30);
      expect(await policiesOf(client, database)).toEqual(expected('720h0m0s'));
      await ensureDatabase(client, database, 2);
      expect(await policiesOf(client, database)).toEqual(expected('48h0m0s'));
      await ensureDatabase(client, database, undefined);
      expect(await policiesOf(client, database)).toEqual(expected('0s'));
      await Promise.all([30, 30, 30].map((days) => ensureDatabase(client, database, days)));
      expect(await policiesOf(client, database)).toEqual(expected('720h0m0s'));
    }));

  it('keeps hours when minutes are gone, and does not make them of the rest', () =>
    withClient(async (client, url, database) => {
      const metrics = await openInfluxMetrics({ url, retentionDays: 30 });
      const sink = metricsSink(metrics, { keepsPositions: false, hours: true });
      const start = Math.floor(Date.now() / HOUR) * HOUR - DAY;
      const windows = Array.from({ length: 90 }, (_, n) =>
        sampleWindow({ start: start + n * MINUTE, stamp: n, messages: n, authors: n }),
      );
      await sink.write(windowRecords(windows, 0, 30));
      await sink.write(windowRecords(windows, 30, 90));
      const hours = async () =>
        (await metrics.query(hourQuery('b'))).map(({ time, fields }) => [
          time,
          fields['messages'],
          fields['minutes'],
          fields['authors_max'],
        ]);
      const expected = [
        [start, (59 * 60) / 2, 60, 59],
        [start + HOUR, ((60 + 89) * 30) / 2, 30, 89],
      ];
      expect(await hours()).toEqual(expected);
      // As the server does when their time is over.
      const drop = `DROP RETENTION POLICY "chatpulse_minutes" ON ${quoteName(database)}`;
      await client.statement(drop);
      await ensureDatabase(client, database, 30);
      expect(await metrics.query(windowQuery('b', '1m'))).toEqual([]);
      expect(await hours()).toEqual(expected);
      await sink.write(windowRecords(windows, 10, 20));
      expect(await hours()).toEqual(expected);
      await metrics.close();
    }));

  it('keeps what was too old already when it came', () =>
    withClient(async (_, url) => {
      const metrics = await openInfluxMetrics({ url, retentionDays: 1 });
      const now = Math.floor(Date.now() / MINUTE) * MINUTE;
      const times = [now - 400 * DAY, now - 2 * DAY, now - DAY + HOUR, now];
      const windows = times.map((start, stamp) => sampleWindow({ start, stamp }));
      const sink = metricsSink(metrics, { keepsPositions: false, hours: true });
      await sink.write(windowRecords(windows, 0, 4));
      await sink.write(windowRecords(windows, 0, 4));
      const found = async (query: object) =>
        (await metrics.query({ ...windowQuery('b', '1m'), ...query })).map(({ time }) => time);
      expect(await found({})).toEqual(times);
      expect(await found({ limit: 3 })).toEqual(times.slice(1));
      expect(await found({ from: times[1], to: times[3] })).toEqual(times.slice(1, 3));
      await metrics.close();
    }));

  it('forgives a point that grew too old on its way', () =>
    withClient(async (_, url) => {
      // A clock that is behind: the server finds old what was taken for recent.
      const clock = { now: () => Date.now() - 5 * DAY, after: () => () => undefined };
      const metrics = await openInfluxMetrics({ url, retentionDays: 1, clock });
      const recent = sampleWindow({ start: Math.floor(Date.now() / MINUTE) * MINUTE });
      const old = sampleWindow({ start: recent.start - 3 * DAY });
      const sink = metricsSink(metrics, { keepsPositions: false });
      await sink.write(windowRecords([old, recent], 0, 2));
      expect((await metrics.query(windowQuery('b', '1m'))).map(({ time }) => time)).toEqual([recent.start]);
      await metrics.close();
    }));

  it('settles the types of fields: counts are integers', () =>
    withClient(async (client, url, database) => {
      const metrics = await openInfluxMetrics({ url });
      const sink = metricsSink(metrics, { keepsPositions: false, hours: true });
      await sink.write(windowRecords([sampleWindow({ start: 0, positiveSum: 2 })], 0, 1));
      for (const source of ['"chatpulse_hours"."chat_hour"', '"chatpulse_minutes"."chat_window"']) {
        const [series] = await client.statement(`SHOW FIELD KEYS ON ${quoteName(database)} FROM ${source}`);
        expect(series?.values.length).toBeGreaterThan(15);
        for (const [name, type] of series?.values ?? []) expect([name, type]).toEqual([name, typeOf(name)]);
      }
      await metrics.close();
    }));
});

function typeOf(field: unknown): string {
  return field === 'positive_sum' ? 'float' : 'integer';
}
