/** A turn of the mood in a running server, told to a Slack on loopback: with real processes, text and time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ChatpulseEvent } from '../../core/events/codec.ts';
import { createCodec } from '../../core/events/codec.ts';
import { dataFiles } from '../../core/data-folder.ts';
import { openEmbeddedLog } from '../../core/log/embedded/embedded-log.ts';
import { startSlackServer } from '../../sinks/notify/testing/slack-server.ts';
import { startMoodyChat } from '../alerts/moody-chat.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const CHANNEL = 'moody';
const CALM_SECONDS = 40;
/** What the product owes, from the first negative message on. */
const TOLD_WITHIN_MS = 15_000;

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-alerts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Notices {
  readonly alerts: readonly { readonly rule: string; readonly resolvedAt: number | null }[];
  readonly deliveries: readonly {
    readonly rule: string;
    readonly notice: string;
    readonly outcome: string;
  }[];
}

/** Asks until a delivery is on record. */
async function untilDelivered(server: ServerProcess, notice: string): Promise<void> {
  const give = Date.now() + 120_000;
  for (;;) {
    const { deliveries } = (await server.ask('/api/notices')) as Notices;
    if (deliveries.some((one) => one.notice === notice && one.outcome === 'delivered')) return;
    if (Date.now() > give) throw new Error(`no delivery of ${notice}: ${JSON.stringify(deliveries)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function alertEvents(dataDir: string): Promise<ChatpulseEvent[]> {
  const log = openEmbeddedLog({ file: dataFiles(dataDir).log });
  const codec = createCodec();
  const events: ChatpulseEvent[] = [];
  for (const { partition, start, end } of await log.ranges('alert.events'))
    if (end > start)
      for (const { value } of await log.read({ topic: 'alert.events', partition, offset: start }))
        events.push(codec.decode(value));
  await log.close();
  return events;
}

it('a negative surge is told in time, not again after kill -9, and resolved when it is over', async () => {
  const slack = await startSlackServer();
  const chat = await startMoodyChat({ channel: CHANNEL, perSecond: 8 });
  const dataDir = join(folder, 'data');
  const options = { env: { ...chat.env, CHATPULSE_SLACK_WEBHOOK_URL: slack.url } };
  try {
    let server = startServer(dataDir, options);
    await server.ask('/api/broadcasts', { url: `https://www.twitch.tv/${CHANNEL}` });
    await chat.simulator.joined(CHANNEL);
    await chat.more(CALM_SECONDS * 8);
    expect(slack.taken).toEqual([]);

    chat.turn('angry');
    const turnedAt = Date.now();
    await slack.taking(1);
    expect(Date.now() - turnedAt).toBeLessThan(TOLD_WITHIN_MS);
    await untilDelivered(server, 'raised');
    await server.kill();

    const connections = chat.simulator.accepted();
    server = startServer(dataDir, options);
    await server.ready;
    await chat.simulator.connected(connections + 1);
    await chat.more(10 * 8);
    chat.turn('calm');
    await untilDelivered(server, 'resolved');
    await server.stop();

    const events = await alertEvents(dataDir);
    const raised = events.flatMap((event) => (event.type === 'AlertRaised' ? [event.data] : []));
    const resolved = events.flatMap((event) => (event.type === 'AlertResolved' ? [event.data] : []));
    expect(raised.map(({ rule }) => rule)).toEqual(['negative-surge']);
    expect(resolved).toMatchObject([{ alertId: raised[0]?.alertId, reason: 'recovered' }]);
    expect((raised[0]?.at ?? 0) - turnedAt).toBeLessThan(TOLD_WITHIN_MS);
    // One notice that it began and one that it is over.
    expect(slack.taken).toHaveLength(2);
  } finally {
    await chat.close();
    await slack.close();
  }
});
