import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Role } from '../../cli/roles/roles.ts';
import { startSlackServer } from '../../sinks/notify/testing/slack-server.ts';
import { until, startStack } from '../many-machines/stack.ts';
import { startDockerEngine } from '../services/docker-engine.ts';
import { ResumingViewer } from '../services/resuming-viewer.ts';
import { startTelegraf } from '../services/telegraf.ts';
import { startRealShow } from './real-show.ts';

/** Messages per second, all shows together. */
const RATE = 300;
/** More than fits into the socket of a viewer who does not read, and what waits for him. */
const BURST = 5_000;

interface Health {
  readonly canary: { readonly lost: number; readonly seen: number } | null;
  readonly elements: readonly { readonly id: string; readonly state: string }[];
}

/** What really happened, from elsewhere than the figures. */
export interface Truth {
  /** Messages that the log acknowledged. */
  readonly messages: number;
  readonly paid: number;
  readonly deadLetters: number;
  readonly alerts: number;
}

/**
 * The product over Kafka with a process for each role, whose figures go through Telegraf into InfluxDB: two shows, and
 * each trouble that the boards have a panel for.
 */
export async function startRealRun() {
  const undo: (() => Promise<unknown>)[] = [];
  // Windows of a minute begin with it.
  const from = Math.floor(Date.now() / 60_000) * 60_000;
  let deadLetters = 0;
  async function close(): Promise<void> {
    for (const end of undo.splice(0).reverse()) await end();
  }
  try {
    const [stack, slack, engine, show] = await Promise.all([
      startStack({ archiveInMemory: true, env: { CHATPULSE_CANARY_SECONDS: '2' } }),
      startSlackServer(),
      startDockerEngine(['kafka', 'influx']),
      startRealShow({ rate: RATE }),
    ]);
    undo.push(stack.close, slack.close, engine.close, show.close);
    const influxUrl = `http://${new URL(stack.env['CHATPULSE_METRICS'] ?? '').host}`;
    const telegraf = await startTelegraf({
      dir: `${stack.ledgerFile}.telegraf`,
      influxUrl,
      dockerEndpoint: engine.endpoint,
    });
    undo.push(telegraf.stop);
    const env = {
      ...show.env,
      CHATPULSE_STATSD: `127.0.0.1:${telegraf.port}`,
      CHATPULSE_SLACK_WEBHOOK_URL: slack.url,
    };
    const [gateway, processors] = (['gateway', 'processors', 'producers', 'sinks'] satisfies Role[]).map(
      (role) => stack.start(role, { env }),
    );
    if (!gateway || !processors) throw new Error('no roles');
    const url = await gateway.ready;
    const health = async (): Promise<Health> => (await gateway.ask('/api/health')) as Health;
    const broadcasts: string[] = [];

    /** Both shows are captured and watched: by one who reads, and one who does not. */
    async function begin(): Promise<void> {
      for (const address of show.addresses)
        broadcasts.push(((await gateway?.ask('/api/broadcasts', { url: address })) as { id: string }).id);
      const [broadcast = ''] = broadcasts;
      const viewer = new ResumingViewer({ url, broadcast, address: '127.0.0.1', comesBackAfter: () => 100 });
      undo.push(async () => viewer.end());
      const sleeper = new WebSocket(`${url.replace('http', 'ws')}/ws`, { origin: url });
      undo.push(async () => sleeper.terminate());
      sleeper.on('error', () => undefined);
      let skipped = 0;
      sleeper.on('message', (data: Buffer) => {
        skipped += (JSON.parse(data.toString()) as { skipped?: number }).skipped ?? 0;
      });
      sleeper.on('open', () => {
        sleeper.send(JSON.stringify({ type: 'subscribe', broadcast }), () => sleeper.pause());
      });
      await show.watched();
      await until(async () => viewer.ids.size > RATE, 'a viewer to see messages');
      show.burst(BURST);
      await until(async () => viewer.ids.size > BURST, 'a viewer to see the burst');
      sleeper.resume();
      await until(async () => skipped > 0, 'a viewer to hear what it has slept through');
    }

    /** The mood turns; the first notice of it is refused. */
    async function turnTheMood(): Promise<void> {
      slack.behaviour = { status: 500 };
      show.turn();
      await until(async () => {
        const { alerts } = (await gateway?.ask('/api/alerts')) as { alerts: readonly { rule: string }[] };
        return alerts.some(({ rule }) => rule === 'negative-surge');
      }, 'the surge to be found');
      await until(async () => slack.requests > 0, 'a notice to be refused');
      slack.behaviour = 'ok';
      await slack.taking(1);
    }

    async function poison(): Promise<void> {
      const values = [Buffer.from('no event at all'), Buffer.from([0, 0, 15, 66, 63, 1, 2])];
      const key = broadcasts[0] ?? '';
      await stack.log.append(values.map((value) => ({ topic: 'chat.raw', key, value })));
      deadLetters += values.length;
    }

    async function losePlatform(): Promise<void> {
      const connections = show.twitch.accepted();
      show.twitch.refuse(true);
      show.twitch.drop();
      await show.twitch.connected(connections + 1);
      show.twitch.refuse(false);
      await show.twitch.connected(connections + 2);
    }

    /** Questions about the past fail, and its sink tries again. */
    async function loseArchive(): Promise<void> {
      await stack.mongo.stop('SIGKILL');
      await until(
        async () => (await fetch(`${url}/api/broadcasts/${broadcasts[0]}/messages`)).status === 503,
        'history to be away',
      );
      await until(async () => {
        const { elements } = await health();
        return elements.some(({ id, state }) => id === 'store:archive' && state === 'failed');
      }, 'the archive to be known as away');
      await show.more(2);
    }

    /** It comes back empty: its indexes are made anew. */
    async function returnArchive(): Promise<void> {
      await stack.mongo.start();
      await stack.setUp();
    }

    /** Whoever asks takes so long to say what that the answer is late. */
    async function askSlowly(): Promise<void> {
      const body = JSON.stringify({ text: '안녕하세요' });
      const answered = new Promise<void>((resolve, reject) => {
        const asking = request(
          `${url}/api/analyze`,
          {
            method: 'POST',
            headers: {
              origin: url,
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            },
          },
          (response) => response.resume().once('end', resolve),
        );
        asking.once('error', reject);
        asking.write(body.slice(0, 5));
        void show.more(7).then(() => asking.end(body.slice(5)));
      });
      await answered;
    }

    /** All that analyse die; others come when messages of our own are missed. */
    async function loseProcessors(meanwhile: () => Promise<unknown>): Promise<void> {
      await processors?.kill();
      await meanwhile();
      await until(async () => ((await health()).canary?.lost ?? 0) > 0, 'a canary to be missed');
      await stack.start('processors', { env }).ready;
    }

    async function sendViewersAway(): Promise<void> {
      await gateway?.ask('/api/gateway/shed', { share: 1, overSeconds: 1 });
    }

    /** Windows and words close with the shows, and with them what was wrong with them. */
    async function end(): Promise<void> {
      await show.quiet();
      for (const id of broadcasts) await gateway?.ask(`/api/broadcasts/${id}/stop`, {});
      await stack.caughtUp();
    }

    async function truth(): Promise<Truth> {
      const { alerts } = (await gateway?.ask('/api/alerts')) as { alerts: readonly unknown[] };
      const ids = new Set(readFileSync(stack.ledgerFile, 'utf8').split('\n').filter(Boolean));
      return {
        messages: ids.size,
        paid: 1,
        deadLetters,
        alerts: alerts.length,
      };
    }

    return {
      influxUrl,
      from,
      truth,
      happenings: show.happenings,
      begin,
      turnTheMood,
      poison,
      losePlatform,
      loseArchive,
      returnArchive,
      askSlowly,
      loseProcessors,
      sendViewersAway,
      end,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
