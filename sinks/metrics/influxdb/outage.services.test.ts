import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCodec } from '../../../core/events/codec.ts';
import { useMortalInflux } from '../../../tests/services/test-databases.ts';
import { sinkThroughOutage } from '../../../tests/services/through-outage.ts';
import { hourQuery } from '../hours.ts';
import { metricsSink } from '../metrics-sink.ts';
import type { MetricStore } from '../port.ts';
import { sampleWindow } from '../sample-windows.ts';
import { windowPoints, windowQuery } from '../window-points.ts';
import { parseInfluxUrl } from './address.ts';
import { createInfluxClient } from './client.ts';
import { openInfluxMetrics } from './influx-metrics.ts';
import { quoteName } from './quote.ts';

const influx = useMortalInflux();
const UNAVAILABLE = expect.objectContaining({ code: 'CHATPULSE_METRICS_UNAVAILABLE' }) as Error;
const MINUTE = 60_000;

const minute = (n: number) => sampleWindow({ start: n * MINUTE, stamp: n, messages: 1 });
const batchOf = (n: number) => ({
  topic: 'chat.windows',
  partition: 0,
  nextOffset: n + 1,
  points: windowPoints([minute(n)]),
});

describe('a metric store whose server goes away', () => {
  let url: string;
  let metrics: MetricStore;
  const minutes = async (): Promise<number[]> =>
    (await metrics.query(windowQuery('b', '1m'))).map(({ time }) => time / MINUTE);

  beforeEach(async () => {
    await influx.server.start();
    url = influx.freshUrl();
    metrics = await openInfluxMetrics({ url });
  });
  afterEach(async () => {
    await metrics.close();
  });

  it('refuses writes and queries with a coded error, and takes both again when the server is back', async () => {
    await metrics.write(batchOf(1));
    await influx.server.stop();
    await expect(metrics.write(batchOf(2))).rejects.toThrow(UNAVAILABLE);
    await expect(minutes()).rejects.toThrow(UNAVAILABLE);
    await influx.server.start();
    await metrics.write(batchOf(2));
    expect(await minutes()).toEqual([1, 2]);
  });

  it('opens while the server is away, and makes its database when it is there', async () => {
    await influx.server.stop();
    await expect(metrics.write(batchOf(1))).rejects.toThrow(UNAVAILABLE);
    await influx.server.start();
    await metrics.write(batchOf(1));
    expect(await minutes()).toEqual([1]);
  });

  it('notices a server that hangs, and goes on when it wakes', async () => {
    await metrics.write(batchOf(1));
    process.kill(influx.server.pid, 'SIGSTOP');
    try {
      // It may answer once more before it stops.
      const outcome = (): Promise<unknown> =>
        minutes().then(
          () => 'an answer',
          (error: unknown) => error,
        );
      await expect
        .poll(outcome, { timeout: 60_000 })
        .toMatchObject({ code: 'CHATPULSE_METRICS_UNAVAILABLE' });
    } finally {
      process.kill(influx.server.pid, 'SIGCONT');
    }
    await metrics.write(batchOf(2));
    expect(await minutes()).toEqual([1, 2]);
  });

  it('makes its database anew where it was taken away', async () => {
    await metrics.write(batchOf(1));
    const address = parseInfluxUrl(url);
    const client = createInfluxClient(address);
    await client.statement(`DROP DATABASE ${quoteName(address.database)}`);
    client.close();
    expect(await minutes()).toEqual([]);
    await expect(metrics.write(batchOf(2))).rejects.toThrow(UNAVAILABLE);
    await metrics.write(batchOf(2));
    expect(await minutes()).toEqual([2]);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('loses nothing of a log through %s', async (signal) => {
    const codec = createCodec();
    const hours = async (): Promise<number[]> =>
      (await metrics.query(hourQuery('b')).catch(() => [])).map(({ fields }) => fields['messages'] ?? 0);
    await sinkThroughOutage({
      sink: metricsSink(metrics, { keepsPositions: false, hours: true }),
      topic: 'chat.windows',
      key: 'b',
      valueOf: (n) => codec.encode('WindowUpdated', minute(n)),
      server: influx.server,
      signal,
      stored: async () => (await minutes()).length,
      complete: () => expect.poll(hours, { timeout: 60_000 }).toEqual([60, 60, 60, 60, 60]),
    });
    expect(await minutes()).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });
});
