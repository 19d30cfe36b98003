import { createHash } from 'node:crypto';
import { constants, copyFileSync, createReadStream, existsSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { dataFiles } from '../../core/data-folder.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { isOver } from '../../gateway/http/broadcast-states.ts';
import type { Broadcast } from '../../gateway/http/contract.ts';
import { isRecordingName } from '../../producers/replay/channel.ts';
import type { ServerClient } from '../client/server-client.ts';
import { withServer, type ServerInUse } from '../client/with-server.ts';
import { dataOption } from '../data-option.ts';
import { plain } from '../format-message.ts';
import { createProgressLine } from '../progress-line.ts';
import { untilStopped } from '../until-stopped.ts';

const HELP = `
FILE holds a recorded chat: JSONL or JSONL.gz, a message a line,
  {"id","author","authorId","time","text","channel"}, all but text optional.
Several channels in one file become several broadcasts. "time" may be a date, milliseconds since 1970 or since the start.
Where a server holds the data folder the file is copied into its recordings and replayed there; otherwise this command
replays by itself and ends when everything is archived. Ctrl+C stops; the same command goes on with the same run.

Examples:
  chatpulse replay yesterday.jsonl.gz --speed max
  chatpulse replay yesterday.jsonl.gz --speed 10`;

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('replay a recorded chat')
    .argument('<file>', 'the recording')
    .option('--speed <speed>', 'max, 1 (as it was), or a factor', speedOf, '1')
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (file: string, options: { speed: string; data?: string }) => {
      const path = readableFile(file);
      const name = recordingName(path);
      await withServer(
        { dataDir: options.data, extraRecordings: new Map([[name, path]]) },
        async (server) => {
          const handed = server.shared ? await handOver(path, name, server) : name;
          await replay({ ...server, name: handed, speed: options.speed });
        },
      );
    });
}

interface ReplayOptions extends Pick<ServerInUse, 'client' | 'shared' | 'whenCaughtUp'> {
  readonly name: string;
  readonly speed: string;
}

async function replay({ client, name, speed, shared, whenCaughtUp }: ReplayOptions): Promise<void> {
  const { stopped } = untilStopped();
  const started = await client.start(`replay:${name}`, speed);
  const ids = new Set((started.broadcasts ?? [started]).map((broadcast) => broadcast.id));
  process.stderr.write(`Replaying ${name} at speed ${speed}: ${[...ids].join(', ')}\n`);
  const outcome = await Promise.race([untilEnded(client, ids), stopped]);
  if (outcome === 'stopped') {
    process.stderr.write(
      shared ? `The server at ${client.url} goes on with the replay.\n` : 'Stopped; run it again to go on.\n',
    );
    return;
  }
  if (whenCaughtUp && (await Promise.race([whenCaughtUp(), stopped])) === 'stopped') {
    process.stderr.write('Stopped; the next start archives the rest.\n');
    return;
  }
  await tellUnread(client, ids);
  for (const { id, state, reason } of outcome)
    process.stdout.write(`${id}\t${state}\t${plain(reason ?? '')}\n`);
  if (outcome.some(({ reason }) => reason !== null && reason !== 'ended')) process.exitCode = 1;
}

/** All broadcasts of a recording are one capture, so that each of them has the same count. */
async function tellUnread(client: ServerClient, ids: ReadonlySet<string>): Promise<void> {
  const captures = (await client.sources()).filter(({ broadcastId }) => ids.has(broadcastId));
  const count = Math.max(0, ...captures.map(({ unparsed }) => unparsed ?? 0));
  if (count === 0) return;
  process.stderr.write(
    `${count} ${plural(count, 'line was', 'lines were')} not understood and set aside as dead letters; \`chatpulse verify\` says why.\n`,
  );
}

const POLL_MS = 250;

/** Resolves when all broadcasts of the run are over. */
async function untilEnded(client: ServerClient, ids: ReadonlySet<string>): Promise<readonly Broadcast[]> {
  const progress = createProgressLine();
  const startedAt = Date.now();
  for (;;) {
    const mine = (await client.broadcasts()).filter((broadcast) => ids.has(broadcast.id));
    const over = mine.filter((broadcast) => isOver(broadcast.state));
    if (over.length === ids.size) {
      progress.end();
      return mine;
    }
    const rate = mine.reduce((sum, broadcast) => sum + broadcast.messagesPerSecond, 0);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    progress.show(
      `replay: ${over.length} of ${ids.size} ${plural(ids.size, 'broadcast')} over, ${Math.round(rate)} messages/s, ${seconds} s`,
    );
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
}

function readableFile(file: string): string {
  const path = resolve(file);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new ChatpulseError('CHATPULSE_FILE_UNREADABLE', { message: `${file} is no file.` });
  return path;
}

/** The file's name, made fit for `replay:NAME`. */
function recordingName(path: string): string {
  const name = basename(path)
    .normalize('NFC')
    .replace(/[/\\:\0]/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^\.+/, '');
  return isRecordingName(name) ? name : `recording${extname(path)}`;
}

/** Copies the file to where the running server may read it. What is there is never written over: it may be being replayed. */
async function handOver(path: string, name: string, { config }: ServerInUse): Promise<string> {
  const folder = dataFiles(config.dataDir).recordings;
  for (let copy = 1; ; copy += 1) {
    const wanted = copy === 1 ? name : `${copy}-${name}`;
    const place = join(folder, wanted);
    if (resolve(place) === path) return wanted;
    if (!existsSync(place)) {
      copyFileSync(path, place, constants.COPYFILE_EXCL);
      return wanted;
    }
    if (await isSameContent(place, path)) return wanted;
  }
}

async function isSameContent(one: string, other: string): Promise<boolean> {
  if (statSync(one).size !== statSync(other).size) return false;
  return (await hashOf(one)) === (await hashOf(other));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function speedOf(text: string): string {
  if (text === 'max') return text;
  if (/^\d{1,4}(\.\d{1,3})?x?$/.test(text) && Number.parseFloat(text) > 0) return text.replace(/x$/, '');
  throw new InvalidArgumentError('It must be max, 1, or a factor such as 10.');
}
