/**
 * `npm run seed:metrics`: fills a week of plausible figures into InfluxDB, so that boards can be designed and shown
 * without a show. Writes the databases of the chat (CHATPULSE_METRICS or --metrics) and of the health beside it.
 */
import { parseArgs } from 'node:util';
import { describeError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { parseInfluxUrl, type InfluxAddress } from '../../sinks/metrics/influxdb/address.ts';
import { openInfluxMetrics } from '../../sinks/metrics/influxdb/influx-metrics.ts';
import type { MetricPoint } from '../../sinks/metrics/port.ts';
import { chatPoints } from './chat-points.ts';
import { healthLines } from './health-lines.ts';
import { showsBetween } from './shows.ts';

const HELP = `Fills a week of made-up figures into InfluxDB, for designing and showing boards.

They go on for an hour from now, so that what a board shows of the last minute is there for so long.

  npm run seed:metrics -- --metrics influxdb://127.0.0.1:8086/chatpulse [--days 7] [--force]

  --metrics URL   the database of the chat (default: CHATPULSE_METRICS); the health goes into chatpulse_health beside it
  --days N        how much, at most 60 (default 7)
  --force         also where the database holds figures already (they stay, and are mixed with these)`;

const HEALTH_DATABASE = 'chatpulse_health';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Finer points only for the last hours: a week of all of them would be ten million. */
const FINE_FOR = 6 * 60 * MINUTE;
/** Figures go on past now: panels that show how things stand now have something to show for so long. */
const AHEAD = 60 * MINUTE;
const BATCH = 5_000;

const { values } = parseArgs({
  options: {
    metrics: { type: 'string', default: process.env['CHATPULSE_METRICS'] ?? '' },
    days: { type: 'string', default: '7' },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) process.stdout.write(`${HELP}\n`);
else
  try {
    await seed(values.metrics, Number(values.days), values.force);
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = 1;
  }

async function seed(url: string, days: number, force: boolean): Promise<void> {
  if (!url.startsWith('influxdb:')) throw new RangeError(`No InfluxDB is named.\n\n${HELP}`);
  if (!(days > 0 && days <= 60)) throw new RangeError('--days must be a number up to 60.');
  const address = parseInfluxUrl(url);
  if (!force && (await holdsFigures(address)))
    throw new Error(
      `The database ${address.database} holds figures already. Name an empty one, or add --force to mix made-up figures among them.`,
    );
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const from = now - days * DAY;
  const to = now + AHEAD;
  const metrics = await openInfluxMetrics({ url });
  let written = 0;
  try {
    const shows = showsBetween(from, to);
    for (const [i, show] of shows.entries()) {
      const write = (points: readonly MetricPoint[]): Promise<void> =>
        metrics.write({ topic: 'seed', partition: 0, nextOffset: 0, points });
      for (const points of inBatches(chatPoints(show, now - DAY))) {
        await write(points);
        written += points.length;
      }
      progress(`chat: show ${i + 1} of ${shows.length}, ${written} points`);
    }
  } finally {
    await metrics.close();
  }
  await statement(address, `CREATE DATABASE "${HEALTH_DATABASE}"`);
  for (const span of [
    { from, to: now - FINE_FOR, step: 5 * MINUTE },
    { from: now - FINE_FOR, to, step: 10_000 },
  ])
    for (const lines of inBatches(healthLines(span))) {
      await request(address, `/write?db=${HEALTH_DATABASE}&precision=ms`, lines.join('\n'));
      written += lines.length;
      progress(`health: ${written} points`);
    }
  process.stderr.write('\n');
  process.stdout.write(
    `${written} points of ${days} ${plural(days, 'day')} until ${new Date(to).toISOString()}, an hour from now.\n`,
  );
}

async function holdsFigures(address: InfluxAddress): Promise<boolean> {
  const text = await statement(address, 'SHOW MEASUREMENTS LIMIT 1', address.database);
  return text.includes('"values"');
}

function statement(address: InfluxAddress, text: string, database = ''): Promise<string> {
  return request(address, `/query?db=${encodeURIComponent(database)}&q=${encodeURIComponent(text)}`, '');
}

async function request(address: InfluxAddress, path: string, body: string): Promise<string> {
  const { protocol, host, port, username, password } = address;
  const name = host.includes(':') ? `[${host}]` : host;
  const user = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
  const response = await fetch(`${protocol}://${name}:${port}${path}`, {
    method: 'POST',
    body,
    ...(username === undefined ? {} : { headers: { authorization: `Basic ${user}` } }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`InfluxDB refused: ${text.slice(0, 300)}`);
  return text;
}

function* inBatches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(60)}`);
}
