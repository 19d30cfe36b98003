import type { Command } from 'commander';
import { dataOption } from '../data-option.ts';
import { reachServer } from './reach-server.ts';
import type { ServerClient } from './server-client.ts';

/** What a command that talks to a running server may be given. */
export interface ReachFlags {
  readonly server?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** Where such a command finds its server, for its help. */
export const SERVER_HELP = `
The server is the one at --server, or else the one that holds the data folder, or else the one that the settings of this
shell name (CHATPULSE_HOST, CHATPULSE_PORT). CHATPULSE_TOKEN is sent where it is set.`;

/** @param json what is said of `--json` */
export function withReachOptions(command: Command, json = 'print one JSON object'): Command {
  return command
    .option('--server <url>', 'the running server')
    .addOption(dataOption())
    .option('--json', json);
}

export function reach({ server, data }: ReachFlags): ServerClient {
  return reachServer({ url: server, data });
}

/** Prints the value where JSON is asked for, else the text. */
export function print({ json }: ReachFlags, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text);
}
