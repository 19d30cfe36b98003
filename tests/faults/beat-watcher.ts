import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Expects heartbeats, on loopback. */
export interface BeatWatcher {
  readonly url: string;
  /** What it does with the next beats. */
  behaviour: 'ok' | 'stall' | 'refuse';
  beats(): number;
  beating(count: number): Promise<void>;
  close(): Promise<void>;
}

/** As secret as that of a real one. */
export const WATCHER_PATH = '/ping/secret';

export async function startBeatWatcher(): Promise<BeatWatcher> {
  let beats = 0;
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  const tell = (): void => {
    for (const one of waiting) if (beats >= one.count) one.done();
  };
  const server = createServer((_request, response) => {
    beats += 1;
    if (watcher.behaviour !== 'stall')
      response.writeHead(watcher.behaviour === 'ok' ? 200 : 404).end(watcher.behaviour);
    tell();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const watcher: BeatWatcher = {
    behaviour: 'ok',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${WATCHER_PATH}`,
    beats: () => beats,
    beating: (count) =>
      new Promise((done) => {
        waiting.push({ count, done });
        tell();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return watcher;
}
