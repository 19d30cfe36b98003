import { Agent, request as send, type Dispatcher } from 'undici';
import type { Clock } from '../../core/clock.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import { createGuardedLookup, REFUSED_ADDRESS, type Resolve } from './guarded-lookup.ts';
import type { HostLimiter } from './host-limiter.ts';
import type { FailureReason, HttpAnswer, HttpClient, HttpFailure, HttpRequest } from './port.ts';
import { ACCEPTED_ENCODINGS, BodyTooLarge, readBody } from './read-body.ts';
import { redirectOf, type Hop } from './redirect.ts';
import { parseRetryAfter } from '../../core/retry-after.ts';

export interface HttpClientOptions {
  readonly hosts: AllowedHosts;
  readonly limiter: HostLimiter;
  readonly clock: Clock;
  /** Names the product honestly to the platform. */
  readonly userAgent: string;
  /** How names are resolved; by the system unless a test says otherwise. */
  readonly resolve?: Resolve;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** A request waits so long for its turn; beyond that the connector is told, and can say so. */
const PATIENCE_MS = 5_000;
/** Longer than the pause between two polls, so that a connection serves many. */
const KEEP_ALIVE_MS = 15_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { hosts, limiter, clock } = options;
  const closing = new AbortController();
  const agent = new Agent({
    connect: { lookup: createGuardedLookup(hosts, options.resolve), timeout: TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Time-outs go by the clock, which a test may turn by hand.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function exchange(request: HttpRequest): Promise<HttpAnswer | HttpFailure> {
    let hop = firstHop(request, options.userAgent);
    const end = createEnd([request.signal, closing.signal]);
    try {
      for (let redirects = 0; ; redirects += 1) {
        const admission = hosts.admit(hop.url);
        if ('refused' in admission) return failure('refused-host', admission.refused);
        const { host } = admission.url;
        const turn = await limiter.turn(host, { clock, signal: end.signal, patienceMs: PATIENCE_MS });
        if (!turn.granted) return failure('held-back', `${host} asked for a pause`, turn.waitMs);
        if (end.signal.aborted) return failure(end.reason(), `the request to ${host} was given up`);
        // Waiting for one's turn is no fault of the server.
        if (redirects === 0) end.after(clock, request.timeoutMs ?? TIMEOUT_MS);
        const response = await send(admission.url, {
          dispatcher: agent,
          method: hop.method,
          headers: hop.headers,
          body: hop.body ?? null,
          signal: end.signal,
        });
        const answer = await answerOf(response, admission.url, request, clock);
        const overloaded = answer.status === 429 || answer.status === 503;
        limiter.answered(host, { clock, overloaded, retryAfterMs: answer.retryAfterMs });
        const next = redirectOf(hop, answer);
        if (next === undefined) return answer;
        if ('senseless' in next) return failure('redirects', next.senseless);
        if (redirects === MAX_REDIRECTS) return failure('redirects', `${host} redirects too often`);
        hop = next;
      }
    } catch (error) {
      return failureOf(error, end);
    } finally {
      end.settle();
    }
  }

  return {
    request: exchange,
    async requestJson(request) {
      const answer = await exchange(request);
      if ('failed' in answer) return answer;
      const json = parseJson(answer.body);
      if (json !== undefined || !answer.ok || answer.notModified) return { ...answer, json };
      const message = `the answer of ${new URL(answer.url).host} is no JSON`;
      return { failed: 'not-json', message, retryAfterMs: null, body: answer.body };
    },
    async close() {
      closing.abort();
      await agent.destroy();
    },
  };
}

function firstHop(request: HttpRequest, userAgent: string): Hop {
  const { url, method = 'GET', json, form, validators } = request;
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    url,
    method,
    body,
    headers: {
      accept: '*/*',
      ...(body === undefined ? {} : { 'content-type': type }),
      ...(validators?.etag ? { 'if-none-match': validators.etag } : {}),
      ...(validators?.lastModified ? { 'if-modified-since': validators.lastModified } : {}),
      ...request.headers,
      'accept-encoding': ACCEPTED_ENCODINGS,
      'user-agent': userAgent,
    },
  };
}

async function answerOf(
  response: Dispatcher.ResponseData,
  url: URL,
  request: HttpRequest,
  clock: Clock,
): Promise<HttpAnswer> {
  const headers = plainHeaders(response.headers);
  // An answer without a body may still name the encoding that one would have.
  const { statusCode } = response;
  const isEmpty = statusCode === 204 || statusCode === 304 || headers['content-length'] === '0';
  const body = await readBody(response.body, {
    encoding: isEmpty ? '' : (headers['content-encoding'] ?? ''),
    maxBytes: request.maxBytes ?? MAX_BYTES,
  });
  const status = response.statusCode;
  const notModified = status === 304 && request.validators !== undefined;
  return {
    ok: (status >= 200 && status < 300) || notModified,
    status,
    notModified,
    body: body.toString('utf8'),
    url: url.href,
    headers,
    validators: { etag: headers['etag'] ?? null, lastModified: headers['last-modified'] ?? null },
    retryAfterMs: parseRetryAfter(headers['retry-after'], clock.now()),
  };
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) plain[name] = first;
  }
  return plain;
}

/** What may end a request before its answer: somebody's signal, or its time. */
interface End {
  readonly signal: AbortSignal;
  after(clock: Clock, ms: number): void;
  reason(): 'timeout' | 'aborted';
  /** Leaves no timer and no listener behind. */
  settle(): void;
}

function createEnd(signals: readonly AbortSignal[]): End {
  const controller = new AbortController();
  let timedOut = false;
  let cancel = (): void => undefined;
  const abort = (): void => {
    controller.abort();
  };
  for (const signal of signals) signal.addEventListener('abort', abort, { once: true });
  if (signals.some((signal) => signal.aborted)) abort();
  return {
    signal: controller.signal,
    after(clock, ms) {
      cancel = clock.after(ms, () => {
        timedOut = true;
        abort();
      });
    },
    reason: () => (timedOut ? 'timeout' : 'aborted'),
    settle() {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}

function failureOf(error: unknown, end: End): HttpFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BodyTooLarge) return failure('too-large', message);
  if (end.signal.aborted)
    return end.reason() === 'timeout'
      ? failure('timeout', 'no whole answer in time')
      : failure('aborted', message);
  if (error instanceof Error && 'code' in error && error.code === REFUSED_ADDRESS)
    return failure('refused-address', message);
  return failure('reset', message);
}

function failure(failed: FailureReason, message: string, retryAfterMs: number | null = null): HttpFailure {
  return { failed, message, retryAfterMs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
