import { expect, it } from 'vitest';
import type { ProcessHealth } from '../../../core/events/generated.ts';
import { sampleElement } from '../../../core/health/sample.ts';
import { away, createScene, elements, well } from '../testing/pipeline-scene.ts';

const answers = (responses: number, unwell: number): Partial<ProcessHealth> => ({
  responses,
  failedResponses: unwell,
  slowResponses: unwell,
});
const AWAY_AND_BACK = ['+store-away store:archive', '-store-away store:archive'];

it('tells of many failed and many slow answers, of few nothing', () => {
  const scene = createScene();
  scene.pass(20, { a: { responses: 10, failedResponses: 5, slowResponses: 4 } });
  expect(scene.told).toEqual([]);
  scene.pass(11, { a: { responses: 100, failedResponses: 6, slowResponses: 4 } });
  expect(scene.told).toEqual(['+error-rate gateway']);
  scene.pass(11, { a: { responses: 110, failedResponses: 6, slowResponses: 30 } });
  expect(scene.told).toEqual(['+error-rate gateway', '+slow-responses gateway']);
});

it('tells of a store that is away, and not of the answers that fail by it, then or when it is back (one cause was two alerts)', () => {
  const scene = createScene();
  scene.pass(20, { a: { ...well, ...answers(50, 0) } });
  // They fail before it is found that the store is away, and some of them end after it is back.
  scene.pass(8, { a: { ...well, ...answers(80, 20) } });
  scene.pass(30, { a: { ...away, ...answers(100, 40) } });
  scene.pass(20, { a: { ...well, ...answers(110, 45) } });
  scene.pass(300, { a: { ...well, ...answers(400, 45) } });
  expect(scene.told).toEqual(AWAY_AND_BACK);
});

it('tells of answers that go on failing after a store is back within a minute (they were told five minutes later)', () => {
  const scene = createScene();
  scene.pass(20, { a: { ...well, ...answers(50, 0) } });
  scene.pass(60, { a: { ...away, ...answers(100, 40) } });
  for (let second = 1; second <= 60; second += 1)
    scene.pass(1, { a: { ...well, responses: 100 + 2 * second, failedResponses: 40 + second } });
  expect(scene.told).toEqual([...AWAY_AND_BACK, '+error-rate gateway']);
});

it('whoever takes over after an outage does not tell of the answers that it explains', () => {
  const scene = createScene();
  scene.pass(20, { a: { ...well, ...answers(50, 0) } });
  scene.pass(30, { a: { ...away, ...answers(100, 40) } });
  scene.pass(60, { a: { ...well, ...answers(110, 40) } });
  scene.takeOver();
  scene.pass(60, { a: { ...well, ...answers(120, 40) } });
  expect(scene.told).toEqual(AWAY_AND_BACK);
});

it('says nothing of answers that failed while the log was away', () => {
  const scene = createScene();
  scene.pass(20, { a: { ...well, ...answers(50, 0) } });
  scene.setAway(true);
  scene.pass(40, {});
  scene.setAway(false);
  scene.pass(120, { a: { ...well, ...answers(100, 40) } });
  expect(scene.told).toEqual([]);
});

it('a process that is silent for good does not hide answers that fail (nothing was told of them)', () => {
  const scene = createScene();
  const other = elements(sampleElement('sink:metrics'));
  scene.pass(20, { a: { ...well, ...answers(50, 0) }, b: other });
  scene.pass(90, { a: { ...well, ...answers(50, 0) } });
  scene.pass(20, { a: { ...well, responses: 100, failedResponses: 20 } });
  expect(scene.told).toEqual(['+process-silent process:b', '+error-rate gateway']);
});

it('an outage does not end what was told of answers before: while it lasts nobody can tell', () => {
  const scene = createScene();
  scene.pass(20, { a: { ...well, ...answers(50, 0) } });
  scene.pass(5, { a: { ...well, responses: 100, failedResponses: 30 } });
  scene.pass(12, { a: { ...well, responses: 130, failedResponses: 30 } });
  expect(scene.told).toEqual(['+error-rate gateway']);
  scene.pass(90, { a: { ...away, responses: 200, failedResponses: 60 } });
  expect(scene.told).toEqual(['+error-rate gateway', '+store-away store:archive']);
  scene.pass(60, { a: { ...well, responses: 400, failedResponses: 60 } });
  expect(scene.told).not.toContain('-error-rate gateway');
});
