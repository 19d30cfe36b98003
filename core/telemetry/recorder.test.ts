import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TAGS } from './catalogue.ts';
import { createMeter } from './meter.ts';
import { createRecorder, TIMING_BOUNDS } from './recorder.ts';
import { createTotals } from './totals.ts';

test('a counter is drained once, and its total stays', () => {
  const recorder = createRecorder();
  recorder.count('reader.records', { part: 'analyze' }, 5);
  recorder.count('reader.records', { part: 'analyze' });
  expect(recorder.drain().counters).toEqual([{ name: 'reader.records', tags: { part: 'analyze' }, n: 6 }]);
  expect(recorder.drain().counters).toEqual([]);
  expect([...recorder.cells().counters].map(({ total }) => total)).toEqual([6]);
});

test('a gauge is told at every drain until it is gone', () => {
  const recorder = createRecorder();
  const tags = { part: 'analyze', topic: 'chat.raw', partition: '3' };
  recorder.gauge('reader.lag', tags, 7);
  const told = [{ name: 'reader.lag', tags, value: 7 }];
  expect(recorder.drain().gauges).toEqual(told);
  expect(recorder.drain().gauges).toEqual(told);
  recorder.gauge('reader.lag', tags, undefined);
  // Once more as gone, so that whoever absorbs it forgets it too.
  expect(recorder.drain().gauges).toEqual([{ ...told[0], value: undefined }]);
  expect(recorder.drain().gauges).toEqual([]);
});

test('values of a tag beyond its bound are one series, so that nobody outside can make series', () => {
  const recorder = createRecorder();
  for (let route = 0; route < 10_000; route += 1) recorder.count('http.slow', { route: `/r${route}` });
  const { counters } = recorder.drain();
  expect(counters).toHaveLength(TAGS.route.most + 1);
  expect(counters.find(({ tags }) => tags.route === 'other')?.n).toBe(10_000 - TAGS.route.most);
});

test('what the protocols use for themselves does not get into a tag', () => {
  const recorder = createRecorder();
  recorder.count('http.slow', { route: '/a|c#x:1,b:2@0.5\n' });
  expect(recorder.drain().counters[0]?.tags).toEqual({ route: '/a_c_x_1_b_2_0.5_' });
});

test('what threads drain and another absorbs is the same as if it had been told there', () => {
  const told = fc.array(
    fc.record({ thread: fc.nat(2), ms: fc.double({ min: 0, max: 60_000, noNaN: true }) }),
    {
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(told, (durations) => {
      const threads = [createRecorder(), createRecorder(), createRecorder()];
      const all = createRecorder();
      const main = createRecorder();
      for (const [at, { thread, ms }] of durations.entries()) {
        threads[thread]?.timing('stage.ms', { stage: 'analyze' }, ms);
        threads[thread]?.count('reader.batches', { part: 'analyze' });
        all.timing('stage.ms', { stage: 'analyze' }, ms);
        all.count('reader.batches', { part: 'analyze' });
        if (at % 7 === 0) for (const one of threads) main.absorb(one.drain());
      }
      for (const one of threads) main.absorb(one.drain());
      expect([...main.cells().counters]).toEqual([...all.cells().counters]);
      const [mine, expected] = [[...main.cells().timings][0], [...all.cells().timings][0]];
      expect(mine?.count).toBe(expected?.count);
      expect(mine?.ranges).toEqual(expected?.ranges);
      expect(mine?.sum ?? 0).toBeCloseTo(expected?.sum ?? 0, 3);
      // Every sample was really told, and there are no more of them than the bound.
      const samples = main.drain().timings[0]?.news.samples ?? [];
      expect(samples.length).toBe(Math.min(24, durations.length));
      for (const sample of samples) expect(durations.map(({ ms }) => ms)).toContain(sample);
    }),
  );
});

test('durations are kept as a fair sample', () => {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const recorder = createRecorder({ random });
  for (let at = 0; at < 100_000; at += 1) recorder.timing('canary.ms', {}, at);
  const [timing] = recorder.drain().timings;
  const samples = [...(timing?.news.samples ?? [])].sort((a, b) => a - b);
  expect(timing?.news.count).toBe(100_000);
  expect(samples[12]).toBeGreaterThan(25_000);
  expect(samples[12]).toBeLessThan(75_000);
});

test('Prometheus is told the catalogue: counters in total, gauges, timings as histograms', async () => {
  const meter = createMeter();
  meter.telemetry.count('topic.records', { topic: 'chat.raw' }, 3);
  meter.telemetry.gauge('part.up', { part: 'analyze' }, 1);
  meter.telemetry.timing('http.ms', { method: 'GET', route: '/api/broadcasts/{id}', status: '200' }, 7);
  meter.beforeReading((telemetry) => telemetry.gauge('ws.connections', {}, 12));
  const { text } = await meter.prometheus();
  const labels = 'method="GET",route="/api/broadcasts/{id}",status="200"';
  for (const line of [
    '# TYPE chatpulse_topic_records_total counter',
    'chatpulse_topic_records_total{topic="chat.raw"} 3',
    'chatpulse_part_up{part="analyze"} 1',
    'chatpulse_ws_connections 12',
    '# TYPE chatpulse_http_ms histogram',
    `chatpulse_http_ms_bucket{${labels},le="5"} 0`,
    `chatpulse_http_ms_bucket{${labels},le="10"} 1`,
    `chatpulse_http_ms_bucket{${labels},le="+Inf"} 1`,
    `chatpulse_http_ms_sum{${labels}} 7`,
    `chatpulse_http_ms_count{${labels}} 1`,
  ])
    expect(text.split('\n')).toContain(line);
  expect(TIMING_BOUNDS).toContain(5);
});

test('totals are counted by what they grow, also after their keeper began again', () => {
  const recorder = createRecorder();
  const totals = createTotals(recorder);
  for (const total of [5, 8, 8, 2]) totals.reached('ws.frames', {}, total);
  totals.reached('ws.frames', {}, 4, 'another');
  expect(recorder.drain().counters[0]?.n).toBe(8 + 2 + 4);
});
