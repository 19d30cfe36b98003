import { afterAll, beforeAll, expect, it } from 'vitest';
import { TOPICS } from '../../core/events/topics.ts';
import { kafkaUnderTest, type KafkaUnderTest } from '../../tests/services/kafka-under-test.ts';
import { groupSchema, type Group } from '../http/contract.ts';
import { Harness } from '../testing/harness.ts';

let kafka: KafkaUnderTest;

beforeAll(async () => {
  kafka = await kafkaUnderTest(TOPICS);
});
afterAll(() => kafka.stop());

/** A gateway as one process of several: its log is a connection of its own. */
async function startGateway(): Promise<Harness> {
  return kafka.closeAtEnd(await Harness.start({ gateway: { log: kafka.connect() } }));
}

const pathOf = (name: string): string => `/api/groups/${encodeURIComponent(name)}`;

async function define(gateway: Harness, name: string, channels: readonly string[]): Promise<number> {
  const answer = await gateway.put(pathOf(name), { channels });
  return answer.status;
}

async function read(gateway: Harness, name: string): Promise<Group> {
  return groupSchema.parse(await (await gateway.fetch(pathOf(name))).json());
}

const channelsOf = (group: Group | null): string[] | undefined =>
  group?.channels.map(({ channel }) => channel);

it('over Kafka: a group that one gateway makes, changes and dissolves every other one knows at once and tells its viewers', async () => {
  const [one, other] = [await startGateway(), await startGateway()];
  const viewer = await other.connect();
  viewer.send({ type: 'group', name: '저녁 방송' });
  expect((await viewer.next('group')).group).toBeNull();

  expect(await define(one, '저녁 방송', ['test:a', 'test:b'])).toBe(201);
  // Whoever asks the other one next sees it, however far that one had read.
  expect(channelsOf(await read(other, '저녁 방송'))).toEqual(['a', 'b']);
  await viewer.next('group', ({ group }) => channelsOf(group)?.length === 2);

  const broadcast = await one.watch('test:a');
  const joined = await viewer.next('group', ({ group }) => group?.running === 1);
  expect(joined.group?.broadcasts.map(({ id }) => id)).toEqual([broadcast]);

  // Changed by the other way round: the last change holds at both.
  expect(await define(other, '저녁 방송', ['test:c'])).toBe(200);
  await expect.poll(async () => channelsOf(await read(one, '저녁 방송')), { timeout: 30_000 }).toEqual(['c']);

  // One that starts later reads all of it from the log.
  const late = await startGateway();
  expect(channelsOf(await read(late, '저녁 방송'))).toEqual(['c']);

  expect((await late.fetch(pathOf('저녁 방송'), { method: 'DELETE' })).status).toBe(204);
  await viewer.next('group', ({ group }) => group === null && viewer.all('group').length > 1);
  await expect.poll(async () => (await one.fetch(pathOf('저녁 방송'))).status, { timeout: 30_000 }).toBe(404);
});
