import type { Command } from 'commander';
import type { ChatMessage } from '../../gateway/http/contract.ts';
import type { ServerMessage } from '../../gateway/live/protocol.ts';
import { withServer, type ServerInUse } from '../client/with-server.ts';
import { dataOption } from '../data-option.ts';
import { streamOutput, type Output } from '../export/output.ts';
import { formatMessage, plain } from '../format-message.ts';
import { untilStopped } from '../until-stopped.ts';

interface WatchOptions {
  readonly data?: string;
  readonly originals?: boolean;
  readonly json?: boolean;
}

const HELP = `
URL is an address of a broadcast (https://www.twitch.tv/NAME), twitch:NAME, replay:NAME or demo:showcase. Where a server
holds the data folder it does the capture, and goes on with it after; otherwise this command captures by itself until
Ctrl+C. Messages go to standard output, everything else to standard error.

Example:
  chatpulse watch demo:showcase`;

export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('watch a broadcast in the terminal')
    .argument('<url>', 'the broadcast')
    .addOption(dataOption())
    .option('--originals', 'show texts as they were written, without masks')
    .option('--json', 'print each message as a JSON line')
    .addHelpText('after', HELP)
    .action((url: string, options: WatchOptions) =>
      withServer({ dataDir: options.data }, (server) => watch(url, options, server)),
    );
}

async function watch(url: string, options: WatchOptions, { client, shared }: ServerInUse): Promise<void> {
  const started = await client.start(url);
  const { stopped, signal } = untilStopped();
  const output = streamOutput(process.stdout);
  process.stderr.write(
    `Watching ${started.platform} ${plain(started.channel)} (${started.id}). Stop with Ctrl+C.\n`,
  );
  const show = (message: ChatMessage): string =>
    formatMessage(message, { ...options, colour: process.stdout.isTTY });
  const done = followTo(client.follow(started.id, signal), output, show);
  const reason = await Promise.race([done, stopped]);
  if (reason === 'cut') process.stderr.write('The connection to the server ended.\n');
  if (reason === 'cut' || reason === 'refused') process.exitCode = 1;
  // The capture was for this command alone, also where nobody reads its output any more.
  if ((reason === 'stopped' || reason === 'unread') && !shared) await client.stop(started.id);
  if (reason === 'stopped' && shared)
    process.stderr.write(`The server at ${client.url} goes on with the capture.\n`);
}

/** Prints what comes; resolves when the broadcast ends, the server refuses, the connection is cut, or nobody reads any more. */
async function followTo(
  messages: AsyncIterable<ServerMessage>,
  output: Output,
  show: (message: ChatMessage) => string,
): Promise<'ended' | 'unread' | 'refused' | 'cut'> {
  for await (const message of messages) {
    if (message.type === 'snapshot' || message.type === 'frame') {
      if (message.type === 'frame' && message.skipped)
        process.stderr.write(`(${message.skipped} messages were skipped: this terminal is too slow)\n`);
      if (!(await output.write(message.messages.map(show).join('')))) return 'unread';
      if (message.type === 'snapshot' && message.source.state === 'ended')
        return tellEnd(message.source.reason);
    } else if (message.type === 'ended') return tellEnd(message.reason);
    else if (message.type === 'error') {
      process.stderr.write(`${message.code}: ${plain(message.detail)} ${message.hint}\n`);
      return 'refused';
    }
  }
  return 'cut';
}

function tellEnd(reason: string | null): 'ended' {
  process.stderr.write(
    `The broadcast is over${reason && reason !== 'ended' ? ` (${plain(reason)})` : ''}.\n`,
  );
  return 'ended';
}
