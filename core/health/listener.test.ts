import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createFakeClock, passSeconds, settle, type FakeClock } from '../../tests/support/fake-clock.ts';
import { createCodec } from '../events/codec.ts';
import { createMemoryLog } from '../log/memory.ts';
import { listenToHealth, type HealthListener } from './listener.ts';
import { REQUIRED_ELEMENTS } from './pipeline-map.ts';
import { sampleElement, sampleHealth } from './sample.ts';

const START = 1_700_000_000_000;
const codec = createCodec();

interface Scene {
  readonly clock: FakeClock;
  /** Time passes and no timer is called, as while a process is stopped. */
  holdUp(ms: number): void;
  /** The clock of the listener's machine is set, that of the log is not. */
  setClock(by: number): void;
  readonly listener: HealthListener;
  setAway(to: boolean): void;
  /** A process tells of a part. */
  tell(processId: string, element: string): Promise<void>;
  stateOf(element: string): string | undefined;
}

/** A listener, and a log that can go away. */
async function withScene(body: (scene: Scene) => Promise<void>): Promise<void> {
  const clock = createFakeClock(START);
  let heldUp = 0;
  let set = 0;
  const log = createMemoryLog({ clock: { ...clock, now: () => clock.now() + heldUp } });
  let away = false;
  const listener = listenToHealth({
    log: { ...log, ranges: (topic) => (away ? Promise.reject(new Error('refused')) : log.ranges(topic)) },
    codec,
    clock: { ...clock, now: () => clock.now() + heldUp + set },
    logger: pino({ level: 'silent' }),
    reachMs: 60_000,
  });
  await settle();
  await body({
    clock,
    listener,
    holdUp: (ms) => void (heldUp += ms),
    setClock: (by) => void (set += by),
    setAway: (to) => void (away = to),
    async tell(processId, element) {
      const value = codec.encode('ProcessHealth', sampleHealth(processId, [sampleElement(element)]));
      await log.append([{ topic: 'system.health', key: processId, value }]);
      await settle();
    },
    stateOf: (id) => listener.view().elements.find((one) => one.id === id)?.state,
  });
  await listener.close();
}

/** One process is silent, another is heard every second for some seconds. */
async function oneSilent({ clock, tell }: Scene): Promise<void> {
  await tell('p1', 'sink:archive');
  for (let second = 0; second < 20; second += 1) {
    await tell('p2', 'sink:metrics');
    await passSeconds(clock, 1);
  }
}

describe('who listens to the health of others', () => {
  it('keeps silent what was silent before the log went away, blames nobody else, and until it is heard again', () =>
    withScene(async (scene) => {
      const { clock, tell, stateOf, listener } = scene;
      await oneSilent(scene);
      expect(stateOf('sink:archive')).toBe('silent');
      scene.setAway(true);
      const seen = new Set<string>();
      for (let second = 0; second < 30; second += 1) {
        await passSeconds(clock, 1);
        seen.add(`${stateOf('sink:archive')} ${stateOf('sink:metrics')} ${stateOf('processor:words')}`);
      }
      expect(listener.logAway()).toBeDefined();
      scene.setAway(false);
      for (let second = 0; second < 8; second += 1) {
        await passSeconds(clock, 1);
        seen.add(`${stateOf('sink:archive')} ${stateOf('sink:metrics')} ${stateOf('processor:words')}`);
      }
      expect(listener.logAway()).toBeUndefined();
      expect(REQUIRED_ELEMENTS).toContain('processor:words');
      expect([...seen]).toEqual(['silent ok silent']);
      await tell('p1', 'sink:archive');
      expect(stateOf('sink:archive')).toBe('ok');
      await passSeconds(clock, 12);
      expect(stateOf('sink:metrics')).toBe('silent');
    }));

  it('keeps silent what was silent before it was held up itself', () =>
    withScene(async (scene) => {
      await oneSilent(scene);
      scene.holdUp(14_000);
      await passSeconds(scene.clock, 1);
      expect([scene.stateOf('sink:archive'), scene.stateOf('sink:metrics')]).toEqual(['silent', 'ok']);
      await scene.tell('p1', 'sink:archive');
      expect(scene.stateOf('sink:archive')).toBe('ok');
    }));

  it('finds silent who is so also after the clock of its machine was set back', () =>
    withScene(async ({ clock, setClock, tell, stateOf }) => {
      await tell('p1', 'sink:archive');
      await passSeconds(clock, 1);
      setClock(-3_600_000);
      for (let second = 0; second < 20; second += 1) {
        await tell('p2', 'sink:metrics');
        await passSeconds(clock, 1);
      }
      expect([stateOf('sink:archive'), stateOf('sink:metrics')]).toEqual(['silent', 'ok']);
    }));
});
