import { MongoClient } from 'mongodb';
import { afterAll, expect, it } from 'vitest';
import type { Finding } from '../../cli/doctor/finding.ts';
import { openTopicAdmin } from '../../core/log/kafka/setup.ts';
import { parseInfluxUrl } from '../../sinks/metrics/influxdb/address.ts';
import { createInfluxClient } from '../../sinks/metrics/influxdb/client.ts';
import { runCommand } from '../faults/server-process.ts';
import { FIRST_SHOW, madeMessage } from '../support/made-chat.ts';
import { createCodec } from '../../core/events/codec.ts';
import { loadRegistryIds } from '../../core/events/registry/registry-codec.ts';
import { startStack, type Stack } from './stack.ts';

let stack: Stack | undefined;
afterAll(() => stack?.close());

async function examine({ env }: Stack): Promise<readonly Finding[]> {
  const { stdout, stderr } = await runCommand(['doctor', '--json'], {
    // Nothing of a platform is asked for on the way.
    env: { ...env, CHATPULSE_TWITCH_CHAT_URL: 'ws://127.0.0.1:9' },
  });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Finding[];
}

async function examined(stack: Stack): Promise<ReadonlyMap<string, Finding>> {
  return new Map((await examine(stack)).map((finding) => [finding.check, finding]));
}

it('doctor over servers: nothing to do, then each harm by its name', { timeout: 300_000 }, async () => {
  stack = await startStack({ env: { CHATPULSE_RETENTION_DAYS: '30' } });
  const codec = createCodec(await loadRegistryIds({ url: stack.env['CHATPULSE_REGISTRY_URL'] ?? '' }));
  const now = Date.now();
  await stack.log.append(
    Array.from({ length: 10 }, (_, i) => {
      const { type, data } = madeMessage(i, { eventTime: now, receivedAt: now });
      return { topic: 'chat.raw', key: FIRST_SHOW, value: codec.encode(type, data) };
    }),
  );
  const waiting = await examined(stack);
  expect(waiting.get('lag analyze')).toMatchObject({
    level: 'warn',
    what: '10 records wait for it, and no process of it runs.',
  });
  const all = stack.start('all');
  await all.ready;
  await stack.caughtUp();
  const well = await examined(stack);
  for (const check of [
    'brokers',
    'topics',
    'registry',
    'archive',
    'lag analyze',
    'lag archive',
    'dead letters',
  ])
    expect(well.get(check), check).toMatchObject({ level: 'ok' });
  expect(well.get('lag windows')?.what).toBe('nothing waits');
  expect(well.get('archive')?.what).toMatch(/^MongoDB \S+, database \S+, version 1, all indexes there$/);
  // The metrics sink has met no closed window yet, and so has made no database.
  expect(well.get('metrics')?.what).toMatch(/^InfluxDB \S+, database \S+, not made yet/);
  await all.stop();

  const admin = await openTopicAdmin({ brokers: stack.kafka.brokers });
  const [raw] = await admin.existing(['chat.raw']);
  await admin.configure('chat.raw', { ...raw?.ownSettings, 'min.insync.replicas': '2' });
  await admin.close();
  const mongo = new MongoClient(stack.env['CHATPULSE_ARCHIVE'] ?? '');
  await mongo.db().collection('messages').dropIndex('broadcast_1_units_1_offset_1');
  await mongo.close();
  const address = parseInfluxUrl(stack.env['CHATPULSE_METRICS'] ?? '');
  const influx = createInfluxClient(address);
  await influx.statement(`CREATE DATABASE "${address.database}"`);
  influx.close();
  await stack.registry.stop();

  const findings = await examine(stack);
  const harmed = new Map(findings.map((finding) => [finding.check, finding]));
  expect(harmed.get('registry')).toMatchObject({
    level: 'fail',
    what: expect.stringContaining('CHATPULSE_REGISTRY_UNAVAILABLE'),
  });
  expect(harmed.get('archive')).toMatchObject({
    level: 'warn',
    what: expect.stringContaining('messages(broadcast, units, offset)'),
  });
  expect(harmed.get('metrics')).toMatchObject({
    level: 'warn',
    what: expect.stringContaining('chatpulse_hours is missing'),
  });
  expect(findings.filter(({ level }) => level === 'fail').map(({ what }) => what)).toContainEqual(
    expect.stringContaining('chat.raw: more replicas must be in sync than there are'),
  );
});
