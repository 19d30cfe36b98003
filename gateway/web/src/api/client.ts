import { CLIENT_HEADER } from '../../../http/askers.ts';
import type {
  AlertRulesAnswer,
  AlertsPage,
  AnalyzeAnswer,
  Board,
  Broadcast,
  BroadcastList,
  ChannelRules,
  ChatMessage,
  FeelCheckAnswer,
  Group,
  GroupList,
  HealthHistory,
  IncidentList,
  MessagesPage,
  ModelList,
  PipelineHealth,
  Platforms,
  Problem,
  Recordings,
  Session,
  SetAlertRules,
  SetRules,
  StartedBroadcast,
  WindowsAnswer,
  Words,
  WordSpan,
} from '../../../http/contract.ts';
import type { ContactAnswer, ContactRequest, ContactWay } from '../../../http/contact-shapes.ts';
import type { NoticeAlert, Notices, TestOutcomes } from '../../../http/notice-shapes.ts';

/** Why a call failed: the server's own problem, or that it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }

  /** No answer came at all. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

/** What messages are asked for; the fields of the REST query. */
export interface MessageFilter {
  readonly q?: string;
  readonly author?: string;
  readonly label?: string;
  readonly from?: number;
  readonly to?: number;
}

const unauthorizedListeners = new Set<() => void>();

/** Calls back whenever the server wants a token that it was not given. */
export function onUnauthorized(listener: () => void): () => void {
  unauthorizedListeners.add(listener);
  return () => unauthorizedListeners.delete(listener);
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      ...init,
      headers: { ...init.headers, [CLIENT_HEADER]: 'page' },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, null);
  }
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  if (response.status === 401) for (const listener of unauthorizedListeners) listener();
  throw new ApiError(response.status, await readProblem(response));
}

async function readProblem(response: Response): Promise<Problem | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}

const send = (method: 'POST' | 'PUT', body?: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body ?? {}),
});
const post = (body?: unknown): RequestInit => send('POST', body);

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

const of = (id: string): string => `/api/broadcasts/${encodeURIComponent(id)}`;

const ofGroup = (name: string): string => `/api/groups/${encodeURIComponent(name)}`;
const ofAlert = (id: string): string => `/api/alerts/${encodeURIComponent(id)}`;
const rulesOf = (channelId: string): string => `/api/channels/${encodeURIComponent(channelId)}/rules`;

/** The REST API as the pages use it. Every call rejects with {@link ApiError}. */
export const api = {
  broadcasts: (signal?: AbortSignal) => call<BroadcastList>('/api/broadcasts', { signal }),
  broadcast: (id: string, signal?: AbortSignal) => call<Broadcast>(of(id), { signal }),
  start: (url: string) => call<StartedBroadcast>('/api/broadcasts', post({ url })),
  stop: (id: string) => call<Broadcast>(`${of(id)}/stop`, post()),
  board: (id: string, signal?: AbortSignal) => call<Board>(`${of(id)}/board`, { signal }),
  groups: (signal?: AbortSignal) => call<GroupList>('/api/groups', { signal }),
  group: (name: string, signal?: AbortSignal) => call<Group>(ofGroup(name), { signal }),
  defineGroup: (name: string, channels: readonly string[]) =>
    call<Group>(ofGroup(name), {
      ...send('PUT', { channels }),
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
    }),
  dissolveGroup: (name: string) => call<undefined>(ofGroup(name), { method: 'DELETE' }),
  recordings: (signal?: AbortSignal) => call<Recordings>('/api/recordings', { signal }),
  platforms: (signal?: AbortSignal) => call<Platforms>('/api/platforms', { signal }),
  messages: (
    id: string,
    options: MessageFilter & { readonly limit: number; readonly before?: string | number },
    signal?: AbortSignal,
  ) => call<MessagesPage>(`${of(id)}/messages${query({ ...options })}`, { signal }),
  windows: (id: string, size: '10s' | '1m', signal?: AbortSignal) =>
    call<WindowsAnswer>(`${of(id)}/windows${query({ size })}`, { signal }),
  words: (id: string, span: WordSpan, signal?: AbortSignal) =>
    call<Words>(`${of(id)}/words${query({ span, limit: 100 })}`, { signal }),
  feelCheck: (message: string) => call<FeelCheckAnswer>('/api/feel-check', post({ message })),
  /** Under the rules that hold on the channel now, where it is known. */
  explain: ({ text, emotes }: ChatMessage, channelId: string | undefined) =>
    call<AnalyzeAnswer>('/api/analyze', post({ text, emotes, explain: true, channelId })),
  rules: (channelId: string, signal?: AbortSignal) => call<ChannelRules>(rulesOf(channelId), { signal }),
  /** Replaces the rules of this version; rejects with 412 where others hold by now. */
  setRules: (channelId: string, rules: SetRules, version: number) =>
    call<ChannelRules>(rulesOf(channelId), {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
      body: JSON.stringify(rules),
    }),
  health: (signal?: AbortSignal) => call<PipelineHealth>('/api/health', { signal }),
  healthHistory: (signal?: AbortSignal) => call<HealthHistory>('/api/health/history', { signal }),
  incidents: (signal?: AbortSignal) => call<IncidentList>('/api/health/incidents', { signal }),
  contact: (signal?: AbortSignal) => call<ContactWay>('/api/contact', { signal }),
  write: (message: ContactRequest) => call<ContactAnswer>('/api/contact', post(message)),
  models: (signal?: AbortSignal) => call<ModelList>('/api/models', { signal }),
  alerts: (filter: { readonly broadcast: string; readonly limit: number }, signal?: AbortSignal) =>
    call<AlertsPage>(`/api/alerts${query({ ...filter })}`, { signal }),
  alertRules: (signal?: AbortSignal) => call<AlertRulesAnswer>('/api/alert-rules', { signal }),
  /** Replaces the changes of this version; rejects with 412 where others hold by now. */
  setAlertRules: (changes: SetAlertRules['changes'], version: number) =>
    call<AlertRulesAnswer>('/api/alert-rules', {
      ...send('PUT', { changes }),
      headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    }),
  notices: (signal?: AbortSignal) => call<Notices>('/api/notices', { signal }),
  testNotices: () => call<TestOutcomes>('/api/notices/test', post()),
  acknowledge: (id: string) => call<NoticeAlert>(`${ofAlert(id)}/acknowledge`, post()),
  /** 0 ends the mute. */
  mute: (id: string, minutes: number) => call<NoticeAlert>(`${ofAlert(id)}/mute`, post({ minutes })),
  session: (signal?: AbortSignal) => call<Session>('/api/session', { signal }),
  signIn: (token: string) => call<Session>('/api/session', post({ token })),
};
