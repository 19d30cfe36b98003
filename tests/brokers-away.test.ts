import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ROLES } from '../cli/roles/roles.ts';
import { runCommand, startLasting, type ServerProcess } from './faults/server-process.ts';

/** So many refused connections are several rounds of tries of every part, with their pauses between. */
const CONNECTIONS = 100;

const folder = mkdtempSync(join(tmpdir(), 'chatpulse-brokers-away-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let brokers: RefusingBrokers | undefined;
let role: ServerProcess | undefined;
afterEach(async () => {
  await role?.kill();
  role = undefined;
  await brokers?.close();
  brokers = undefined;
});

describe('a role whose brokers are away', { timeout: 120_000 }, () => {
  // Nothing but timers that hold no process is left between two tries: Node ended the role then, with code 13.
  it.each([...ROLES])('%s goes on trying and does not end', async (name) => {
    brokers = await startRefusingBrokers(CONNECTIONS);
    role = startLasting(['run', name, '--port', '0', '--data', join(folder, name)], /(nothing)/, {
      env: settingsOf(brokers),
    });
    const end = await Promise.race([role.ended, brokers.allRefused]);
    expect(end).toBe('all refused');
    expect(await role.stop()).toMatchObject({ code: 0, signal: null });
  });
});

describe('a command whose brokers are away', { timeout: 120_000 }, () => {
  it('says so', async () => {
    brokers = await startRefusingBrokers();
    const env = settingsOf(brokers);
    const commands = [
      ['skip-lost'],
      ['copy-log', `kafka://${brokers.address}`, `embedded:${join(folder, 'copy')}`],
    ];
    for (const end of await Promise.all(commands.map((args) => runCommand(args, { env })))) {
      expect(end.stderr).toContain('CHATPULSE_LOG_UNAVAILABLE');
      expect(end.code).toBe(1);
    }
  });
});

/** A port that takes connections and closes them at once. */
interface RefusingBrokers {
  readonly address: string;
  /** Resolves after so many connections as were asked for. */
  readonly allRefused: Promise<'all refused'>;
  close(): Promise<void>;
}

async function startRefusingBrokers(connections = Infinity): Promise<RefusingBrokers> {
  let refused = 0;
  let tell: (end: 'all refused') => void = () => undefined;
  const allRefused = new Promise<'all refused'>((resolve) => {
    tell = resolve;
  });
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.destroy();
    refused += 1;
    if (refused >= connections) tell('all refused');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    allRefused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function settingsOf({ address }: RefusingBrokers): Record<string, string> {
  return {
    CHATPULSE_LOG: `kafka://${address}`,
    CHATPULSE_ARCHIVE: `mongodb://${address}/chatpulse`,
    CHATPULSE_METRICS: `influxdb://${address}/chatpulse`,
    CHATPULSE_DATA_DIR: folder,
    CHATPULSE_LOG_LEVEL: 'silent',
  };
}
