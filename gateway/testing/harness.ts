import { createCodec } from '../../core/events/codec.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { makeChannelId } from '../../core/events/ids.ts';
import { createMemoryLog, type MemoryLog } from '../../core/log/memory.ts';
import type { EventTypes } from '../../core/events/generated.ts';
import type { Analysis } from '../../language/types.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import type { GatewayConfig, GatewayLimits, GatewayOptions, PartHealth } from '../options.ts';
import { sampleMessage } from './sample-events.ts';
import { TestStores } from './test-stores.ts';
import { TestViewer } from './test-viewer.ts';

export interface HarnessOptions {
  readonly config?: Partial<GatewayConfig>;
  readonly limits?: Partial<GatewayLimits>;
  readonly log?: MemoryLog;
  readonly stores?: TestStores;
  readonly gateway?: Partial<GatewayOptions>;
  /** Parts that the health report names. */
  readonly parts?: readonly PartHealth[];
}

const codec = createCodec();

/** A gateway on a free loopback port over the in-memory log, and what a test does to it. */
export class Harness {
  readonly log: MemoryLog;
  readonly stores: TestStores;
  readonly url: string;
  readonly port: number;
  readonly #gateway: Gateway;
  readonly #viewers: TestViewer[] = [];

  private constructor(of: {
    log: MemoryLog;
    stores: TestStores;
    gateway: Gateway;
    url: string;
    port: number;
  }) {
    this.log = of.log;
    this.stores = of.stores;
    this.url = of.url;
    this.port = of.port;
    this.#gateway = of.gateway;
  }

  static async start(options: HarnessOptions = {}): Promise<Harness> {
    const log = options.log ?? createMemoryLog();
    const stores = options.stores ?? new TestStores();
    const gateway = createGateway({
      log,
      codec,
      archive: stores.archive,
      metrics: stores.metrics,
      analyze: (text) => Promise.resolve(sampleAnalysis(text)),
      explain: (text) => Promise.reject(new Error(`nobody explains "${text}" here`)),
      recognise: recogniseTest,
      planReplay: (input) => Promise.resolve(planTest(input.url)),
      recordings: () => Promise.resolve([{ name: 'chat.jsonl', bytes: 12, modifiedAt: 1_700_000_000_000.5 }]),
      config: {
        host: '127.0.0.1',
        port: 0,
        version: '1.2.3',
        ...options.config,
        limits: { requestsPerSecond: 10_000, requestBurst: 10_000, ...options.limits },
      },
      health: () => ({ parts: options.parts ?? [] }),
      ...options.gateway,
    });
    const { url, port } = await gateway.listen();
    return new Harness({ log, stores, gateway, url, port });
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send('PUT', path, body, headers);
  }

  #send(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
    return this.fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Asks to watch a channel; answers the broadcast's id. */
  async watch(url = 'test:channel'): Promise<string> {
    const { id } = (await (await this.post('/api/broadcasts', { url })).json()) as { id: string };
    return id;
  }

  /** Appends an event as the processors would. */
  async append<N extends keyof EventTypes>(
    topic: string,
    key: string,
    type: N,
    data: EventTypes[N],
  ): Promise<void> {
    await this.log.append([{ topic, key, value: codec.encode(type, data) }]);
  }

  /** Appends messages `from` to `to`, `to` exclusive, in one go. */
  async say(broadcastId: string, from: number, to: number, text?: string): Promise<void> {
    const records = [];
    for (let seq = from; seq < to; seq += 1) {
      const value = codec.encode(
        'MessageAnalyzed',
        sampleMessage(broadcastId, seq, text === undefined ? {} : { text }),
      );
      records.push({ topic: 'chat.analyzed', key: broadcastId, value });
    }
    await this.log.append(records);
  }

  /** `autoPong` false: a viewer that does not answer the heartbeat. */
  async connect(headers: Record<string, string> = {}, autoPong = true): Promise<TestViewer> {
    const viewer = await TestViewer.connect(`ws://127.0.0.1:${this.port}/ws`, headers, autoPong);
    this.#viewers.push(viewer);
    return viewer;
  }

  async close(): Promise<void> {
    await this.#gateway.close();
    for (const viewer of this.#viewers) viewer.terminate();
  }
}

/** `test:NAME` is a channel; anything else is refused. */
function recogniseTest(url: string) {
  const channel = /^(?:test|replay):(.+)$/.exec(url)?.[1];
  if (channel === undefined)
    throw new ChatpulseError('CHATPULSE_REQUEST_INVALID', { message: `"${url}" is no address.` });
  const platform = url.startsWith('replay:') ? 'replay' : 'test';
  return { platform, channel, channelId: makeChannelId(platform, channel), url };
}

/** `replay:two` holds two channels. */
function planTest(url: string) {
  if (!url.startsWith('replay:')) return undefined;
  return ['one', 'two'].map((channel) => ({ channel, broadcastId: `replay-${channel}-00000000-1` }));
}

function sampleAnalysis(text: string): Analysis {
  return {
    text,
    masked: text,
    lang: 'ko',
    words: ['낱말'],
    profaneWords: [],
    profanity: { flag: false, score: 0.1, severity: 0, spans: [] },
    sentiment: { label: 'neutral', positive: 0.5 },
    emotion: { label: 'peace', scores: [0, 0, 0, 0, 0, 1, 0] },
  };
}
