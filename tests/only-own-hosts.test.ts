import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../core/clock.ts';
import { ChatpulseError } from '../core/errors.ts';
import type { ChatSource, SourceSettings } from '../producers/port.ts';
import { createSources, recogniseAddress, type RecognisedAddress } from '../producers/registry.ts';
import { CHZZK } from './addresses/chzzk.ts';
import { NAVER_SHOPPING } from './addresses/naver-shopping.ts';
import { NOTHING } from './addresses/nothing.ts';
import { SOOP } from './addresses/soop.ts';
import { TWITCH } from './addresses/twitch.ts';
import { YOUTUBE } from './addresses/youtube.ts';
import { watchConnections, type ConnectionWatch } from './support/connection-watch.ts';

/** Sources without a network. */
const LOCAL = new Set(['replay', 'demo']);

let platform: Server;
let own: string;
let stranger: Server;
let strangerHits = 0;
let sources: readonly ChatSource[];
let watch: ConnectionWatch;
/** Where the platform sends every client next. */
let lure = '';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  platform = createServer((_, response) => response.writeHead(302, { location: encodeURI(lure) }).end());
  stranger = createServer((_, response) => {
    strangerHits += 1;
    response.end();
  });
  own = await listen(platform);
  // Every host of every platform has a setting: a source whose setting is missing here does not compile.
  const settings: Required<SourceSettings> = {
    dataDir: '/nowhere',
    namedEmotes: new Map(),
    extraRecordings: new Map(),
    userAgent: 'Chatpulse/test',
    twitchChatUrl: `ws://${own}`,
    naverShoppingUrl: `http://${own}`,
    youtubeUrl: `http://${own}`,
    chzzkApiUrl: `http://${own}`,
    chzzkCommUrl: `http://${own}`,
    chzzkChatUrl: `ws://${own}`,
    soopApiUrl: `http://${own}`,
    soopChatUrl: `ws://${own}`,
  };
  sources = createSources(settings);
  watch = watchConnections();
});

afterAll(async () => {
  watch.stop();
  for (const server of [platform, stranger])
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});

function recognised(input: string): RecognisedAddress | undefined {
  try {
    return recogniseAddress(input);
  } catch (error) {
    if (error instanceof ChatpulseError) return undefined;
    throw error;
  }
}

/** One session until its first words; a platform that lures away gives no others. */
async function tryOut({ platform: name, channel }: RecognisedAddress): Promise<void> {
  const source = sources.find((one) => one.platform === name);
  const ending = new AbortController();
  const options = { channel, signal: ending.signal, clock: systemClock, speed: '1', cursor: null };
  const batches = source?.open(options)[Symbol.asyncIterator]();
  await batches?.next();
  ending.abort();
  await batches?.return?.();
}

it('whatever address is given, and wherever the platform redirects, only its own host is contacted', async () => {
  const strangerHost = await listen(stranger);
  const rows = [TWITCH, YOUTUBE, CHZZK, SOOP, NAVER_SHOPPING].flatMap((table) => table.rows);
  const channels = rows.filter(([, expected]) => typeof expected === 'string').map(([address]) => address);
  const known = [...rows, ...NOTHING].map(([address]) => address);
  const piece = fc.constantFrom(
    ...['https://', 'http://', '//', '/', '\\', '@', ':', '#', '?', '%2f', '%40', '\t', '。', '..', 'v='],
    ...['www.twitch.tv', 'view.shoppinglive.naver.com', 'youtu.be', 'evil.example', strangerHost],
    ...[
      'twitch:',
      'naver-shopping:',
      'youtube:',
      'chzzk:',
      'soop:',
      'haram',
      '123',
      'lives',
      'replays',
      'a1B2_c3-D4e',
    ],
  );
  const made = fc.array(piece, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
  const spliced = fc
    .tuple(fc.constantFrom(...known), fc.nat(60), made)
    .map(([address, at, inserted]) => address.slice(0, at) + inserted + address.slice(at));
  const redirect = fc.oneof(
    made,
    fc.constantFrom(`http://${strangerHost}/`, `//${strangerHost}/`, `http://${own}@${strangerHost}/`),
  );
  let tried = 0;

  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.constantFrom(...channels), spliced, made),
      redirect,
      async (input, location) => {
        const found = recognised(input);
        if (!found || LOCAL.has(found.platform)) return;
        lure = location;
        tried += 1;
        await tryOut(found);
        expect([...watch.attempts].filter((attempt) => attempt !== own)).toEqual([]);
      },
    ),
    { numRuns: 400 },
  );

  expect(tried).toBeGreaterThan(100);
  expect([...watch.attempts]).toEqual([own]);
  expect([...watch.lookups].filter((host) => host !== '127.0.0.1')).toEqual([]);
  expect(strangerHits).toBe(0);
});

it('the watch over connections sees one that leads elsewhere', async () => {
  const { port } = stranger.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  expect([...watch.attempts]).toContain(`127.0.0.1:${port}`);
});
