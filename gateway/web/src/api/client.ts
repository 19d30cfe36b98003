import type {
  AnalyzeAnswer,
  Broadcast,
  BroadcastList,
  ChatMessage,
  FeelCheckAnswer,
  MessagesPage,
  Problem,
  Recordings,
  Session,
  StartedBroadcast,
  WindowsAnswer,
  Words,
  WordSpan,
} from '../../../http/contract.ts';

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
    response = await fetch(path, { credentials: 'same-origin', ...init });
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

const post = (body?: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body ?? {}),
});

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

const of = (id: string): string => `/api/broadcasts/${encodeURIComponent(id)}`;

/** The REST API as the pages use it. Every call rejects with {@link ApiError}. */
export const api = {
  broadcasts: (signal?: AbortSignal) => call<BroadcastList>('/api/broadcasts', { signal }),
  broadcast: (id: string, signal?: AbortSignal) => call<Broadcast>(of(id), { signal }),
  start: (url: string) => call<StartedBroadcast>('/api/broadcasts', post({ url })),
  stop: (id: string) => call<Broadcast>(`${of(id)}/stop`, post()),
  recordings: (signal?: AbortSignal) => call<Recordings>('/api/recordings', { signal }),
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
  explain: ({ text, emotes }: ChatMessage) =>
    call<AnalyzeAnswer>('/api/analyze', post({ text, emotes, explain: true })),
  session: (signal?: AbortSignal) => call<Session>('/api/session', { signal }),
  signIn: (token: string) => call<Session>('/api/session', post({ token })),
};
