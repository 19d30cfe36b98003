import { MongoClient } from 'mongodb';
import { afterAll, expect, it } from 'vitest';
import { storedWindows } from '../../cli/verify/stored-windows.ts';
import { inspectMongoArchive } from '../../sinks/archive/mongodb/inspect.ts';
import { hourQuery } from '../../sinks/metrics/hours.ts';
import { openInfluxMetrics } from '../../sinks/metrics/influxdb/influx-metrics.ts';
import { windowQuery } from '../../sinks/metrics/window-points.ts';
import { runCommand } from '../faults/server-process.ts';
import { FIRST_SHOW, madeVerdict } from '../support/made-chat.ts';
import { makeShow, MINUTE, type MadeShow } from './made-show.ts';
import { startStack, type Stack } from './stack.ts';

let stack: Stack | undefined;
afterAll(() => stack?.close());

const RETENTION = '30';
const PROJECTIONS = ['archive', 'words', 'windows'] as const;

it(
  'archive, words and windows rebuilt on servers equal those of the live parts; older rows stay',
  { timeout: 400_000 },
  async () => {
    stack = await startStack({ env: { CHATPULSE_RETENTION_DAYS: RETENTION } });
    const show = await makeShow(stack);
    const [processors, sinks] = [stack.start('processors'), stack.start('sinks')];
    await show.say(0, 3 * MINUTE);
    await show.append('chat.raw', actsOf(show));
    await show.append('moderation.events', [
      madeVerdict('MessageHidden', 'm5'),
      madeVerdict('MessageApproved', 'm6'),
    ]);
    await show.say(3 * MINUTE, 3 * MINUTE);
    await show.end(6 * MINUTE);
    await stack.caughtUp();
    const refused = await runCommand(['rebuild', 'archive'], { env: stack.env });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('CHATPULSE_GROUP_RUNNING') });
    await Promise.all([processors.stop(), sinks.stop()]);
    const live = await dump(stack);
    expect(live.messages).toHaveLength(6 * MINUTE);
    expect(live.messages.filter((message) => message.includes('"kind":"author"')).length).toBeGreaterThan(0);
    expect(live.words).toHaveLength(6);
    expect(live.windows.length).toBeGreaterThan(6);
    expect(live.hours.length).toBeGreaterThan(0);

    await rebuildAll(stack);
    expect(await dump(stack)).toEqual(live);

    await harm(stack, show);
    const harmed = await dump(stack);
    for (const part of ['messages', 'words', 'windows', 'hours'] as const)
      expect(harmed[part], part).not.toEqual(live[part]);
    await rebuildAll(stack);
    expect(await dump(stack)).toEqual(live);

    // Retention takes the first half of the log; what the stores have of that time is all there is of it.
    for (const topic of ['chat.raw', 'chat.analyzed']) await show.deleteBefore(topic, 3 * MINUTE);
    await rebuildAll(stack);
    expect(await dump(stack)).toEqual(live);

    // The sinks go on where they were, and everything is proved.
    const after = stack.start('sinks');
    await stack.caughtUp();
    await after.stop();
    expect(await stack.verify()).toMatchObject({ ok: true, problems: [], pending: {} });
  },
);

function actsOf({ begin }: MadeShow): Parameters<MadeShow['append']>[1] {
  const eventTime = begin + 3 * 60_000;
  const common = {
    broadcastId: FIRST_SHOW,
    eventTime,
    receivedAt: eventTime,
    clock: 'live',
    rawOffset: -1,
    rawAppend: -1,
  } as const;
  return [
    { type: 'MessageRemoved', data: { ...common, messageId: 'm10', by: null } },
    {
      type: 'PlatformSanctioned',
      data: { ...common, authorId: 'u3', authorName: null, durationSeconds: 600 },
    },
  ];
}

async function rebuildAll({ env }: Stack): Promise<void> {
  for (const projection of PROJECTIONS) {
    const end = await runCommand(['rebuild', projection], { env });
    expect(end, end.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Rebuilt ${projection}`),
    });
  }
}

/** A message lost, one changed, one undone; a minute of words invented, one lost; a window changed, one invented. */
async function harm({ env }: Stack, { begin }: MadeShow): Promise<void> {
  const client = new MongoClient(env['CHATPULSE_ARCHIVE'] ?? '');
  const messages = client.db().collection<{ _id: string }>('messages');
  await messages.deleteOne({ _id: `${FIRST_SHOW}/m3000` });
  const other = await messages.findOne({ _id: `${FIRST_SHOW}/m3001` });
  await messages.updateOne(
    { _id: `${FIRST_SHOW}/m3002` },
    { $set: { body: (other as unknown as { body: unknown }).body } },
  );
  await messages.updateOne({ _id: `${FIRST_SHOW}/m10` }, { $unset: { removal: '', retracted: '' } });
  const words = client.db().collection<{ _id: string; start: number }>('words');
  const [first] = await words.find().sort({ start: -1 }).toArray();
  await words.insertOne({ ...first, _id: 'invented', start: (first?.start ?? 0) + 60_000 });
  await words.deleteOne({ start: (first?.start ?? 0) - 60_000 });
  await client.close();
  const metrics = await openInfluxMetrics({
    url: env['CHATPULSE_METRICS'] ?? '',
    retentionDays: Number(RETENTION),
  });
  const [point] = await metrics.query(windowQuery(FIRST_SHOW, '1m', { from: begin }));
  const hours = await metrics.query(hourQuery(FIRST_SHOW));
  if (!point) throw new Error('No window there.');
  const changed = { ...point, fields: { ...point.fields, messages: 1 } };
  const invented = { ...point, time: point.time + 20 * 60_000 };
  await metrics.write({
    topic: 'chat.windows',
    partition: 0,
    nextOffset: 0,
    points: [
      changed,
      invented,
      ...hours.map((hour) => ({ ...hour, fields: { ...hour.fields, messages: 2 } })),
    ],
  });
  await metrics.close();
}

/** Everything that the stores hold, as lines in an order of their own. */
async function dump({
  env,
}: Stack): Promise<Record<'messages' | 'words' | 'windows' | 'hours', readonly string[]>> {
  const archive = await inspectMongoArchive(env['CHATPULSE_ARCHIVE'] ?? '');
  const messages = await lines(archive.messages());
  const words = await lines(archive.words());
  await archive.close();
  const metrics = await openInfluxMetrics({ url: env['CHATPULSE_METRICS'] ?? '' });
  const windows = [
    ...(await lines(storedWindows(metrics, FIRST_SHOW, '10s'))),
    ...(await lines(storedWindows(metrics, FIRST_SHOW, '1m'))),
  ];
  const hours = (await metrics.query(hourQuery(FIRST_SHOW))).map((hour) => JSON.stringify(hour));
  await metrics.close();
  return { messages, words, windows, hours };
}

async function lines(rows: AsyncIterable<object>): Promise<string[]> {
  const found: string[] = [];
  for await (const row of rows)
    found.push(
      JSON.stringify(
        Object.entries(row).map(([name, value]: [string, unknown]) => [
          name,
          value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
        ]),
      ),
    );
  return found.sort();
}
