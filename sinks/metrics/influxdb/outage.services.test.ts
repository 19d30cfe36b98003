import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../core/clock.ts';
import { createCodec } from '../../../core/events/codec.ts';
import { createMemoryLog } from '../../../core/log/memory.ts';
import { runSink } from '../../../core/runtime/run-sink.ts';
import { useMortalInflux } from '../../../tests/services/test-databases.ts';
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
    const log = createMemoryLog();
    const codec = createCodec();
    const failures: unknown[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => failures.push(line) });
    const append = async (from: number, to: number): Promise<void> => {
      for (let n = from; n < to; n += 1)
        await log.append([
          {
            topic: 'chat.windows',
            key: 'b',
            partition: 3,
            value: codec.encode('WindowUpdated', minute(n)),
          },
        ]);
    };
    const sink = await runSink(metricsSink(metrics, { keepsPositions: false, hours: true }), {
      log,
      codec,
      clock: systemClock,
      logger,
      maxRecords: 7,
    });
    await append(0, 100);
    await expect.poll(async () => (await minutes()).length).toBeGreaterThan(0);
    await influx.server.stop(signal);
    await append(100, 200);
    await expect.poll(() => failures.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await append(200, 300);
    await influx.server.start();
    const hours = async (): Promise<number[]> =>
      (await metrics.query(hourQuery('b')).catch(() => [])).map(({ fields }) => fields['messages'] ?? 0);
    await expect.poll(hours, { timeout: 60_000 }).toEqual([60, 60, 60, 60, 60]);
    expect(await minutes()).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(sink.health()).toMatchObject({ state: 'running', deadLetters: 0 });
    await sink.close();
  });
});
