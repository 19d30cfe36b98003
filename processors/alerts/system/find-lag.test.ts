import { describe, expect, it } from 'vitest';
import type { ProcessHealth } from '../../../core/events/generated.ts';
import { sampleElement } from '../../../core/health/sample.ts';
import { createScene, elements, SECOND, START } from '../testing/pipeline-scene.ts';

it('tells of lag that lasts, by the part that is furthest behind', () => {
  const scene = createScene();
  const behind = (windows: number, words: number): Partial<ProcessHealth> =>
    elements(
      sampleElement('processor:windows', { lag: windows }),
      sampleElement('processor:words', { lag: words }),
    );
  scene.pass(20, { a: behind(20_000, 90_000) });
  scene.pass(40, { a: behind(20_000, 90_000) });
  expect(scene.told).toEqual(['+processor-lag processor:words']);
  scene.pass(40, { a: behind(0, 10) });
  expect(scene.told.at(-1)).toBe('-processor-lag processor:words');
});

it('tells of lag once, though another part falls further behind (one cause was two alerts)', () => {
  const scene = createScene();
  const behind = (windows: number, words: number): Partial<ProcessHealth> =>
    elements(
      sampleElement('processor:windows', { lag: windows }),
      sampleElement('processor:words', { lag: words }),
    );
  scene.pass(20, { a: behind(0, 0) });
  scene.pass(40, { a: behind(20_000, 30_000) });
  scene.pass(60, { a: behind(40_000, 20_000) });
  expect(scene.told).toEqual(['+processor-lag processor:words']);
  scene.pass(70, { a: behind(40_000, 0) });
  expect(scene.told).toEqual([
    '+processor-lag processor:words',
    '-processor-lag processor:words',
    '+processor-lag processor:windows',
  ]);
});

describe('of parts that nobody runs', () => {
  const sinks = elements(sampleElement('sink:archive'), sampleElement('sink:metrics'));
  const farewell: Partial<ProcessHealth> = {
    state: 'stopped',
    ...elements(
      sampleElement('sink:archive', { state: 'stopped' }),
      sampleElement('sink:metrics', { state: 'stopped' }),
    ),
  };
  const ALL_WELL = elements(sampleElement('processor:windows', { lag: 0 }));

  it('tells once that records wait, of the part for which most wait, and why (nothing was told)', () => {
    const scene = createScene();
    scene.pass(20, { a: ALL_WELL, b: sinks });
    scene.pass(1, { a: ALL_WELL, b: farewell });
    scene.setWaiting({ 'sink:archive': 9_000, 'sink:metrics': 100 });
    scene.pass(90, { a: ALL_WELL });
    expect(scene.told).toEqual([]);
    scene.setWaiting({ 'sink:archive': 12_000, 'sink:metrics': 11_000 });
    scene.pass(90, { a: ALL_WELL });
    scene.setWaiting({ 'sink:archive': 13_000, 'sink:metrics': 14_000 });
    scene.pass(90, { a: ALL_WELL });
    expect(scene.told).toEqual(['+processor-lag sink:archive']);
    expect(scene.reasonOf('processor-lag')).toBe('no process runs it; 12000 records wait for it');
    scene.setWaiting({});
    scene.pass(40, { a: ALL_WELL, c: { ...sinks, startedAt: START + 300 * SECOND } });
    expect(scene.told).toEqual(['+processor-lag sink:archive', '-processor-lag sink:archive']);
  });

  it('a part that runs and is behind is told beside them, and canaries as well: they do not make that', () => {
    const scene = createScene();
    scene.pass(20, { a: ALL_WELL });
    scene.setWaiting({ 'sink:boards': 50_000 });
    scene.pass(40, { a: ALL_WELL });
    scene.pass(40, { a: elements(sampleElement('processor:windows', { lag: 20_000 })) });
    expect(scene.told).toEqual(['+processor-lag sink:boards', '+processor-lag processor:windows']);
    scene.pass(80, { a: elements(sampleElement('processor:windows', { lag: 0 })) });
    scene.pass(20, { a: elements(sampleElement('canary:pipeline', { state: 'failed' })) });
    expect(scene.told.at(-1)).toBe('+canary-lost canary:pipeline');
  });

  it('a process that is silent is told, and not what waits for it', () => {
    const scene = createScene();
    scene.pass(20, { a: ALL_WELL, b: sinks });
    scene.setWaiting({ 'sink:archive': 50_000 });
    scene.pass(90, { a: ALL_WELL });
    expect(scene.told).toEqual(['+process-silent process:b']);
  });

  it('canaries that are lost for want of analysis say so, and its lag is not told as well', () => {
    const scene = createScene(['processor:analyze']);
    scene.pass(20, { a: ALL_WELL });
    scene.setWaiting({ 'processor:analyze': 70 });
    scene.pass(20, { a: elements(sampleElement('canary:pipeline', { state: 'failed' })) });
    scene.setWaiting({ 'processor:analyze': 70_000 });
    scene.pass(90, { a: elements(sampleElement('canary:pipeline', { state: 'failed' })) });
    expect(scene.told).toEqual(['+canary-lost canary:pipeline']);
    expect(scene.reasonOf('canary-lost')).toBe(
      'processor:analyze: no process runs it; 70 records wait for it',
    );
  });
});
