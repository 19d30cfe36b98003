import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createRecorder } from './recorder.ts';
import { createStatsdExporter } from './statsd.ts';

test('figures reach a collector in datagrams that are not cut, with the tags of the process', async () => {
  const collector = createSocket('udp4');
  const lines: string[] = [];
  const sizes: number[] = [];
  const seen = new Promise<void>((resolve) => {
    collector.on('message', (message) => {
      sizes.push(message.length);
      lines.push(...message.toString().trim().split('\n'));
      if (lines.length === 203) resolve();
    });
  });
  collector.bind(0, '127.0.0.1');
  await once(collector, 'listening');
  const exporter = createStatsdExporter({
    host: '127.0.0.1',
    port: collector.address().port,
    role: 'all',
    process: 'host-1',
    logger: pino({ level: 'silent' }),
  });
  const recorder = createRecorder();
  recorder.count('reader.records', { part: 'analyze' }, 41);
  recorder.timing('stage.ms', { stage: 'analyze' }, 1.23456);
  recorder.gauge('part.up', { part: 'log' }, 1);
  for (let topic = 0; topic < 200; topic += 1)
    recorder.gauge(
      'reader.lag',
      { part: 'analyze', topic: `t${topic % 10}`, partition: String(topic % 20) + (topic >= 100 ? 'x' : '') },
      topic,
    );
  const { gauges } = recorder.drain();
  expect(gauges.length).toBeGreaterThan(20);
  recorder.count('reader.records', { part: 'analyze' }, 41);
  recorder.timing('stage.ms', { stage: 'analyze' }, 1.23456);
  const filler = Array.from({ length: 201 - gauges.length }, () => ({
    name: 'ws.connections' as const,
    tags: {},
    value: 5,
  }));
  const digest = recorder.drain();
  exporter.send({ ...digest, gauges: [...gauges, ...filler] });
  await exporter.close();
  await seen;
  expect(lines).toContain('chatpulse.reader.records:41|c|#role:all,process:host-1,part:analyze');
  expect(lines).toContain('chatpulse.stage.ms:1.235|ms|#role:all,process:host-1,stage:analyze');
  expect(lines).toContain('chatpulse.part.up:1|g|#role:all,process:host-1,part:log');
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_400);
  expect(sizes.length).toBeLessThan(30);
  collector.close();
});

test('a collector that is away is told once, and nothing waits for it', async () => {
  const said: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const exporter = createStatsdExporter({
    host: 'nowhere.invalid',
    port: 8125,
    role: 'all',
    process: 'host-1',
    logger,
  });
  const recorder = createRecorder();
  recorder.gauge('ws.connections', {}, 1);
  for (let round = 0; round < 5; round += 1) exporter.send(recorder.drain());
  await expect.poll(() => said.length).toBe(1);
  await exporter.close();
  expect(said).toHaveLength(1);
});
