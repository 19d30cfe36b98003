import WebSocket from 'ws';
import { isHeld, serverOf } from '../../core/data-folder.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { CLIENT_HEADER } from '../../gateway/http/askers.ts';
import type { LogLevel } from '../../core/log-levels.ts';
import type {
  AlertDetail,
  AlertRulesAnswer,
  AlertsPage,
  AlertsQuery,
  Broadcast,
  BroadcastList,
  ChannelRules,
  GatewayState,
  Group,
  GroupList,
  GroupSummary,
  SetAlertRules,
  SetRules,
  StartedBroadcast,
  Status,
} from '../../gateway/http/contract.ts';
import type { NoticeAlert } from '../../gateway/http/notice-shapes.ts';
import type { ServerMessage } from '../../gateway/live/protocol.ts';
import { createViewerBacklog } from './viewer-backlog.ts';

/** A running server as a command talks to it. */
export interface ServerClient {
  readonly url: string;
  /** @throws ChatpulseError with the server's own code and message */
  start(url: string, speed?: string): Promise<StartedBroadcast>;
  stop(broadcastId: string): Promise<void>;
  broadcasts(): Promise<readonly Broadcast[]>;
  /** Its captures, those that are over included for a while. */
  sources(): Promise<Status['sources']>;
  /** How full this gateway is. */
  gateway(): Promise<GatewayState>;
  /** Has it give a share (0 to 1) of its viewers to the other gateways; 0 ends that. */
  shed(share: number, overSeconds: number): Promise<GatewayState>;
  /** What a channel masks and allows. */
  rules(channelId: string): Promise<ChannelRules>;
  /**
   * Replaces the rules of this version.
   * @throws ServerProblem CHATPULSE_RULES_CHANGED where others hold by now
   */
  setRules(channelId: string, rules: SetRules, version: number): Promise<ChannelRules>;
  /** The channel groups by name. */
  groups(): Promise<readonly GroupSummary[]>;
  /** @throws ServerProblem CHATPULSE_GROUP_UNKNOWN */
  group(name: string): Promise<Group>;
  /**
   * Makes a group of the channels of these addresses, or gives the one of this name these instead.
   * @throws ServerProblem CHATPULSE_URL_UNKNOWN, and CHATPULSE_GROUP_EXISTS where only a new one is wanted
   */
  defineGroup(
    name: string,
    channels: readonly string[],
    options?: { readonly onlyNew: boolean },
  ): Promise<Group>;
  /** @throws ServerProblem CHATPULSE_GROUP_UNKNOWN */
  dissolveGroup(name: string): Promise<void>;
  /** Alerts, the newest first. */
  alerts(filter: Partial<AlertsQuery>): Promise<AlertsPage>;
  /** @throws ServerProblem CHATPULSE_ALERT_UNKNOWN, as the two below do */
  alert(id: string): Promise<AlertDetail>;
  acknowledge(id: string): Promise<NoticeAlert>;
  /** 0 minutes end a mute. */
  mute(id: string, minutes: number): Promise<NoticeAlert>;
  alertRules(): Promise<AlertRulesAnswer>;
  /**
   * Replaces what differs from the defaults at this version.
   * @throws ServerProblem CHATPULSE_ALERT_RULES_CHANGED where others hold by now
   */
  setAlertRules(changes: SetAlertRules['changes'], version: number): Promise<AlertRulesAnswer>;
  /** Changes how much the server's log tells; answers what it tells now. */
  setLogLevel(level: LogLevel): Promise<LogLevel>;
  /** What a viewer of a broadcast gets, from now on; ends with the connection or the signal. */
  follow(broadcastId: string, signal: AbortSignal): AsyncIterable<ServerMessage>;
}

/** How a question differs from a GET, or a POST where there is a body. */
interface Change {
  readonly method?: 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
}

export function createServerClient(url: string, token: string | undefined): ServerClient {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function ask(path: string, body?: unknown, how: Change = {}): Promise<unknown> {
    const { method = body === undefined ? 'GET' : 'POST', headers } = how;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...authorization,
        [CLIENT_HEADER]: 'cli',
        ...(method === 'GET' ? {} : { origin: url }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', {
        message: `${url} does not answer.`,
        cause: error,
      });
    });
    const text = await answer.text();
    if (!answer.ok) throw asServerError(text, answer.status);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    url,
    start: async (address, speed) =>
      (await ask('/api/broadcasts', {
        url: address,
        ...(speed === undefined ? {} : { speed }),
      })) as StartedBroadcast,
    stop: async (id) => void (await ask(`/api/broadcasts/${encodeURIComponent(id)}/stop`, {})),
    broadcasts: async () => ((await ask('/api/broadcasts')) as BroadcastList).broadcasts,
    sources: async () => ((await ask('/api/status')) as Status).sources,
    gateway: async () => (await ask('/api/gateway')) as GatewayState,
    shed: async (share, overSeconds) =>
      (await ask('/api/gateway/shed', { share, overSeconds })) as GatewayState,
    rules: async (channelId) => (await ask(rulesOf(channelId))) as ChannelRules,
    setRules: async (channelId, { mask, allow, severity }, version) =>
      (await ask(
        rulesOf(channelId),
        { mask, allow, severity },
        {
          method: 'PUT',
          headers: { 'if-match': `"${version}"` },
        },
      )) as ChannelRules,
    groups: async () => ((await ask('/api/groups')) as GroupList).groups,
    group: async (name) => (await ask(groupOf(name))) as Group,
    defineGroup: async (name, channels, { onlyNew } = { onlyNew: false }) =>
      (await ask(
        groupOf(name),
        { channels },
        { method: 'PUT', ...(onlyNew && { headers: { 'if-none-match': '*' } }) },
      )) as Group,
    dissolveGroup: async (name) => void (await ask(groupOf(name), undefined, { method: 'DELETE' })),
    alerts: async (filter) => (await ask(`/api/alerts${queryOf(filter)}`)) as AlertsPage,
    alert: async (id) => (await ask(ofAlert(id))) as AlertDetail,
    acknowledge: async (id) => (await ask(`${ofAlert(id)}/acknowledge`, {})) as NoticeAlert,
    mute: async (id, minutes) => (await ask(`${ofAlert(id)}/mute`, { minutes })) as NoticeAlert,
    alertRules: async () => (await ask('/api/alert-rules')) as AlertRulesAnswer,
    setAlertRules: async (changes, version) =>
      (await ask(
        '/api/alert-rules',
        { changes },
        { method: 'PUT', headers: { 'if-match': `"${version}"` } },
      )) as AlertRulesAnswer,
    setLogLevel: async (level) =>
      ((await ask('/api/log-level', { level }, { method: 'PUT' })) as { level: LogLevel }).level,
    async *follow(broadcast, signal) {
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
        origin: url,
        headers: authorization,
      });
      const waiting = createViewerBacklog();
      let wake: () => void = () => undefined;
      let closed = false;
      const close = (): void => {
        closed = true;
        wake();
      };
      socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', broadcast })));
      socket.on('message', (data: Buffer) => {
        waiting.push(JSON.parse(data.toString('utf8')) as ServerMessage);
        wake();
      });
      socket.on('close', close);
      socket.on('error', close);
      signal.addEventListener('abort', () => socket.terminate(), { once: true });
      try {
        while (!closed || waiting.size > 0) {
          yield* waiting.takeAll();
          if (!closed && waiting.size === 0)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        socket.terminate();
      }
    },
  };
}

function groupOf(name: string): string {
  return `/api/groups/${encodeURIComponent(name)}`;
}

function rulesOf(channelId: string): string {
  return `/api/channels/${encodeURIComponent(channelId)}/rules`;
}

function ofAlert(id: string): string {
  return `/api/alerts/${encodeURIComponent(id)}`;
}

function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** The server that holds a data folder; undefined where none does. */
export function runningServer(dataDir: string, token: string | undefined): ServerClient | undefined {
  if (!isHeld(dataDir)) return undefined;
  const server = serverOf(dataDir);
  if (!server)
    throw new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', {
      message: `${dataDir} is held by a process that has not said where it listens.`,
    });
  return createServerClient(server.url, token);
}

/** A problem document as the error that it tells of: its own words, under its own code. */
function asServerError(text: string, status: number): Error {
  try {
    const { code, detail, hint } = JSON.parse(text) as { code?: string; detail?: string; hint?: string };
    if (code && detail) return new ServerProblem(code, detail, hint ?? '');
  } catch {
    // Not a problem document: told below by its status.
  }
  return new ChatpulseError('CHATPULSE_SERVER_UNREACHABLE', { message: `The server answered ${status}.` });
}

/** An error that the server told of. */
export class ServerProblem extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, detail: string, hint: string) {
    super(detail);
    this.name = 'ServerProblem';
    this.code = code;
    this.hint = hint;
  }
}
