import type { Command } from 'commander';
import { plural } from '../../core/plural.ts';
import { isOver, type BroadcastState } from '../../gateway/http/broadcast-states.ts';
import type { Broadcast, ChatMessage } from '../../gateway/http/contract.ts';
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
Ctrl+C. Messages go to standard output, everything else to standard error, among it every change of state: connecting,
live, quiet, stalled, reconnecting, ended, failed. A capture that fails ends the command with the exit code 1.

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
  if (reason === 'cut' || reason === 'refused' || reason === 'failed') process.exitCode = 1;
  // The capture was for this command alone, also where nobody reads its output any more.
  if ((reason === 'stopped' || reason === 'unread') && !shared) await client.stop(started.id);
  if (reason === 'stopped' && shared)
    process.stderr.write(`The server at ${client.url} goes on with the capture.\n`);
}

/** Prints what comes; resolves when the broadcast ends or its capture fails, the server refuses, the connection is cut, or nobody reads any more. */
async function followTo(
  messages: AsyncIterable<ServerMessage>,
  output: Output,
  show: (message: ChatMessage) => string,
): Promise<'ended' | 'failed' | 'unread' | 'refused' | 'cut'> {
  let state: BroadcastState | undefined;
  /** Where the state is another than before, it is told. */
  const tellState = (source: Broadcast): void => {
    if (source.state !== state && !isOver(source.state)) process.stderr.write(stateLine(source));
    ({ state } = source);
  };
  for await (const message of messages) {
    if (message.type === 'snapshot' || message.type === 'frame') {
      if (message.type === 'frame' && message.skipped)
        process.stderr.write(
          `(${message.skipped} ${plural(message.skipped, 'message was', 'messages were')} skipped: this terminal is too slow)\n`,
        );
      if (!(await output.write(message.messages.map(show).join('')))) return 'unread';
      if (message.source) tellState(message.source);
      if (message.type === 'snapshot' && isOver(message.source.state))
        return tellEnd(message.source.state, message.source.reason);
    } else if (message.type === 'ended') return tellEnd(state, message.reason);
    else if (message.type === 'error') {
      process.stderr.write(`${message.code}: ${plain(message.detail)} ${message.hint}\n`);
      return 'refused';
    }
  }
  return 'cut';
}

/** What each state means to whoever waits for messages. */
const STATE_TEXTS: Readonly<Record<BroadcastState, string>> = {
  connecting: 'connecting',
  live: 'live: the chat is connected',
  quiet: 'quiet: connected, nobody has written for a minute',
  stalled: 'stalled: connected, but the platform shows no sign of life',
  reconnecting: 'reconnecting: the connection was lost',
  ended: 'ended',
  failed: 'failed',
};

function stateLine({ state, reason }: Broadcast): string {
  return `(${STATE_TEXTS[state]}${reason ? ` (${plain(reason)})` : ''})\n`;
}

function tellEnd(state: BroadcastState | undefined, reason: string | null): 'ended' | 'failed' {
  if (state === 'failed') {
    process.stderr.write(`The capture failed${reason ? `: ${plain(reason)}` : ''}.\n`);
    return 'failed';
  }
  process.stderr.write(
    `The broadcast is over${reason && reason !== 'ended' ? ` (${plain(reason)})` : ''}.\n`,
  );
  return 'ended';
}
