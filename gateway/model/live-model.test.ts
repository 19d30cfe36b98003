import { afterEach, expect, test } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { sampleMessage } from '../testing/sample-events.ts';
import { startLiveModel, type LiveModel } from './live-model.ts';

const HOUR = 3_600_000;
const codec = createCodec();
let live: LiveModel | undefined;

afterEach(() => live?.close());

test('a broadcast that is over and that nobody watches is forgotten, however few messages it has', async () => {
  const clock = createFakeClock(1_800_000_000_000);
  const log = createMemoryLog({ clock });
  const model = await startLiveModel({
    log,
    codec,
    clock,
    broadcastMessages: 100,
    totalMessages: 100_000,
    isViewed: (id) => id === 'viewed',
  });
  live = model;
  const taken = new Set<string>();
  let wake: () => void = () => undefined;
  model.onChange((id) => {
    taken.add(id);
    wake();
  });
  const say = async (id: string): Promise<void> => {
    const value = codec.encode('MessageAnalyzed', sampleMessage(id, 1));
    await log.append([{ topic: 'chat.analyzed', key: id, value }]);
    while (!taken.has(id)) await new Promise<void>((resolve) => (wake = resolve));
  };
  for (const id of ['viewed', 'a', 'b', 'c']) await say(id);
  const covered = model.position('a');
  expect(model.figures()).toMatchObject({ broadcasts: 4, messages: 4 });

  clock.advance(2 * HOUR + 1);
  await say('d');
  expect(model.figures()).toMatchObject({ broadcasts: 2, messages: 2 });
  expect(['viewed', 'd'].every((id) => model.get(id))).toBe(true);
  // Made anew it does not say that it has what was forgotten.
  expect(model.ensure('a').ring.coversFrom).toBeGreaterThanOrEqual(covered);
});
