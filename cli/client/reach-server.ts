import { readConfig } from '../../core/config.ts';
import { dataDirOf } from '../data-option.ts';
import { createServerClient, runningServer, type ServerClient } from './server-client.ts';

export interface ReachOptions {
  /** Where the server is, when that is told. */
  readonly url?: string | undefined;
  /** The folder of `--data`. */
  readonly data?: string | undefined;
}

/**
 * The running server that a command is for: the one at `url`, or else the one that holds the data folder, or else the
 * one that the settings of this shell name. CHATPULSE_TOKEN is sent where it is set.
 */
export function reachServer({ url, data }: ReachOptions): ServerClient {
  const held = url === undefined ? runningServer(dataDirOf(data), readConfig(process.env).token) : undefined;
  return held ?? serverAt(url);
}

/** The server at `url`, or else at the address that the settings of this shell name. */
export function serverAt(url: string | undefined): ServerClient {
  const { host, port, token } = readConfig(process.env);
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return createServerClient(url?.replace(/\/+$/, '') ?? `http://${own}:${port}`, token);
}
