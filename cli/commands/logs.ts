import { Option, type Command } from 'commander';
import { readConfig } from '../../core/config.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { LOG_LEVELS, type LogLevel } from '../../core/log-levels.ts';
import { createServerClient, runningServer } from '../client/server-client.ts';
import { dataOption } from '../data-option.ts';
import { fileChunks } from '../logs/follow-file.ts';
import { formatLogLine, LEVEL_NUMBERS, matches, parseLogLine } from '../logs/log-line.ts';
import { readTextLines } from '../text-lines.ts';
import { untilStopped } from '../until-stopped.ts';

const HELP = `
FILE is the file of CHATPULSE_LOG_FILE by default; - is standard input: chatpulse up 2>&1 >/dev/null | chatpulse logs -

One message can be followed from the producer to the page by its id, while the level is trace:
  chatpulse logs --set-level trace
  chatpulse logs -f --message 5b1c…

--set-level changes the running server, over all its threads, until it ends: the one that holds the data folder, or the
one at --url. A role without pages takes SIGUSR2 instead: to debug, to trace, and back.`;

interface LogsOptions {
  readonly follow?: true;
  readonly level?: Exclude<LogLevel, 'silent'>;
  readonly part?: string;
  readonly message?: string;
  readonly json?: true;
  readonly setLevel?: LogLevel;
  readonly url?: string;
  readonly data?: string;
}

/** Adds `chatpulse logs`. */
export function registerLogs(program: Command): void {
  program
    .command('logs')
    .description('print the log in a readable form, or change how much it tells')
    .argument('[file]', 'the file of the log')
    .option('-f, --follow', 'go on with what is added, until Ctrl+C')
    .addOption(
      new Option('--level <level>', 'this level and above').choices(Object.keys(LEVEL_NUMBERS).slice(0, 5)),
    )
    .option('--part <name>', 'of this part alone, e.g. gateway, producers, analyze, archive')
    .option('--message <id>', 'lines about this chat message alone')
    .option('--json', 'lines as they were written')
    .addOption(new Option('--set-level <level>', 'change a running server').choices([...LOG_LEVELS]))
    .option('--url <address>', 'the server to change')
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: LogsOptions) => {
      if (options.setLevel) await setLevel(options.setLevel, options);
      else await print(file, options);
    });
}

async function setLevel(level: LogLevel, { url, data }: LogsOptions): Promise<void> {
  const config = readConfig({ ...process.env, ...(data && { CHATPULSE_DATA_DIR: data }) });
  const client = url
    ? createServerClient(url.replace(/\/+$/, ''), config.token)
    : runningServer(config.dataDir, config.token);
  if (!client)
    throw new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', {
      message: `No server holds ${config.dataDir}; name one by --url.`,
    });
  process.stdout.write(`The log tells ${await client.setLogLevel(level)} and above.\n`);
}

async function print(file: string | undefined, options: LogsOptions): Promise<void> {
  const path = file ?? readConfig(process.env).telemetry.logFile?.path;
  if (path === undefined)
    throw new ChatpulseError('CHATPULSE_CONFIG_INVALID', {
      message: 'No file of the log is known: name one, or set CHATPULSE_LOG_FILE.',
    });
  const { signal } = untilStopped();
  const input = path === '-' ? process.stdin : fileChunks(path, { follow: options.follow === true, signal });
  const filter = {
    ...(options.level && { level: LEVEL_NUMBERS[options.level] }),
    ...(options.part !== undefined && { part: options.part }),
    ...(options.message !== undefined && { messageId: options.message }),
  };
  const all = Object.keys(filter).length === 0;
  for await (const lines of readTextLines(input)) {
    for (const text of lines) {
      const line = parseLogLine(text);
      if (line ? !matches(line, filter) : !all) continue;
      process.stdout.write(`${line && !options.json ? formatLogLine(line) : text}\n`);
    }
    if (signal.aborted) break;
  }
}
