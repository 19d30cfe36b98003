import { expect, it } from 'vitest';
import { messageEntry, moderatorEntry, removedEntry, sampleTime, sanctionedEntry } from '../sample-events.ts';
import { register, registerValue } from './documents.ts';
import { foldBatch } from './fold.ts';

it('keeps of each message the content and the removal of the lowest offset', () => {
  const { content, acts } = foldBatch([
    messageEntry({ rawOffset: 5, messageId: 'm' }),
    messageEntry({ rawOffset: 3, messageId: 'm' }),
    removedEntry(9, 'm', 'twitch-sample-20260101T000000000Z'),
    removedEntry(7, 'm'),
  ]);
  expect([...content.values()].map(({ rawOffset }) => rawOffset)).toEqual([3]);
  expect([...acts.values()]).toEqual([
    { removal: { offset: 7, at: sampleTime(7) }, acted: sampleTime(9) + 20 },
  ]);
});

it('settles the acts of moderators: the higher offset wins, and a restoring says nothing of approval', () => {
  const [acts] = foldBatch([
    moderatorEntry('MessageApproved', 4, 'm'),
    moderatorEntry('MessageRestored', 6, 'm'),
    moderatorEntry('MessageHidden', 5, 'm'),
  ]).acts.values();
  expect(acts).toMatchObject({ hidden: register(6, false), approved: register(5, false) });
});

it('leaves out sanctions of nobody', () => {
  expect(foldBatch([sanctionedEntry(1, '')]).sanctions).toEqual([]);
});

it('orders registers by offset and gives their value back', () => {
  expect(register(1, true)).toBeLessThan(register(2, false));
  expect([register(3, true), register(3, false), undefined].map(registerValue)).toEqual([true, false, false]);
});
