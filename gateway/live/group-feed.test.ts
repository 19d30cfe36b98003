import { describe, expect, test } from 'vitest';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { Harness } from '../testing/harness.ts';
import { startsHarnesses } from '../testing/harnesses.ts';
import type { TestViewer } from '../testing/test-viewer.ts';
import type { ServerMessage } from './protocol.ts';

type Told = Extract<ServerMessage, { type: 'group' }>;

const start = startsHarnesses();

async function define(harness: Harness, name: string, channels: readonly string[]): Promise<void> {
  const answer = await harness.put(`/api/groups/${encodeURIComponent(name)}`, { channels });
  expect(answer.ok).toBe(true);
}

const channelsOf = ({ group }: Told): string[] | undefined => group?.channels.map(({ channel }) => channel);
const showsOf = ({ group }: Told): string[] | undefined => group?.broadcasts.map(({ id }) => id);

async function following(harness: Harness, name: string): Promise<TestViewer> {
  const viewer = await harness.connect();
  viewer.send({ type: 'group', name });
  return viewer;
}

describe('what a channel group shows', () => {
  test('is told at once and whenever it changes, by whatever gateway', async () => {
    const log = createMemoryLog();
    const [one, other] = [await start({ log }), await start({ log })];
    await define(one, '저녁 방송', ['test:a']);
    const viewer = await following(other, '저녁 방송');
    const first = await viewer.next('group');
    expect([channelsOf(first), showsOf(first)]).toEqual([['a'], []]);

    await define(one, '저녁 방송', ['test:a', 'test:b']);
    await viewer.next('group', (told) => channelsOf(told)?.length === 2);

    const broadcast = await one.watch('test:b');
    const joined = await viewer.next('group', (told) => told.group?.running === 1);
    expect(showsOf(joined)).toEqual([broadcast]);
    expect(joined.group?.channels).toMatchObject([{ watched: false }, { watched: true }]);

    await one.fetch(`/api/groups/${encodeURIComponent('저녁 방송')}`, { method: 'DELETE' });
    await viewer.next('group', ({ group }) => group === null);
  });

  test('is told once for as long as it stays the same', async () => {
    const harness = await start();
    await define(harness, 'x', ['test:a']);
    const viewer = await following(harness, 'x');
    await viewer.next('group');
    // What is no business of the group.
    await harness.watch('test:elsewhere');
    await define(harness, 'y', ['test:a']);
    await define(harness, 'x', ['test:b']);
    await viewer.next('group', (told) => channelsOf(told)?.[0] === 'b');
    expect(viewer.all('group')).toHaveLength(2);
  });

  test('is null where there is no such group, until there is', async () => {
    const harness = await start();
    const viewer = await following(harness, 'later');
    expect((await viewer.next('group')).group).toBeNull();
    await define(harness, 'later', ['test:a']);
    await viewer.next('group', ({ group }) => group !== null);
  });

  test('is told of the group that was asked for last', async () => {
    const harness = await start();
    await define(harness, 'x', ['test:a']);
    await define(harness, 'y', ['test:b']);
    const viewer = await following(harness, 'x');
    await viewer.next('group');
    viewer.send({ type: 'group', name: 'y' });
    await viewer.next('group', ({ name }) => name === 'y');
    await define(harness, 'x', ['test:c']);
    await define(harness, 'y', ['test:d']);
    await viewer.next('group', (told) => channelsOf(told)?.[0] === 'd');
    expect(viewer.all('group').map(({ name }) => name)).toEqual(['x', 'y', 'y']);
  });

  test('is refused where the name is none', async () => {
    const harness = await start();
    const viewer = await following(harness, '..');
    expect((await viewer.next('error')).code).toBe('CHATPULSE_REQUEST_INVALID');
  });
});
