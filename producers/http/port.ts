/** A client for one session of a connector: it only reaches the hosts it was made with, and never throws. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer | HttpFailure>;
  /** {@link request} with the body as JSON. A 2xx answer whose body is no JSON is the failure `not-json`. */
  requestJson(request: HttpRequest): Promise<JsonAnswer | HttpFailure>;
  /** Closes its connections; requests under way end as `aborted`. */
  close(): Promise<void>;
}

/** What to ask, of a host that the client may reach. */
export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of a POST: `json` is serialised, `form` is URL-encoded. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** What an earlier answer from the same address said: it is only sent again if it has changed. */
  readonly validators?: Validators;
  readonly signal: AbortSignal;
  /** From the moment the request may be sent until the whole answer is there, redirects included. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** By which a server knows whether its answer has changed. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What a server answered, whatever its status. */
export interface HttpAnswer {
  /** The status is 2xx, or 304 to a request with validators. */
  readonly ok: boolean;
  readonly status: number;
  /** Answers 304: what came before still holds, and the body is empty. */
  readonly notModified: boolean;
  readonly body: string;
  /** The address that answered, after redirects. */
  readonly url: string;
  /** By lower-case name; of several with one name, the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly validators: Validators;
  /** What Retry-After asks for. */
  readonly retryAfterMs: number | null;
}

/** An answer with its body read as JSON. */
export interface JsonAnswer extends HttpAnswer {
  /** Undefined where there is no body, or none that is JSON (only where `ok` is false). */
  readonly json: unknown;
}

/** Why there is no answer of use. */
export interface HttpFailure {
  readonly failed: FailureReason;
  /** For the operator. */
  readonly message: string;
  /** For `held-back`: when it makes sense to ask again. */
  readonly retryAfterMs: number | null;
  /** For `not-json`: the body. */
  readonly body?: string;
}

/**
 * - `timeout`: no whole answer in time
 * - `reset`: the connection could not be made, or broke
 * - `too-large`: the body went past its limit
 * - `refused-host`: the address, or one of a redirect, is none of this connector's
 * - `refused-address`: the host only has addresses of a private network
 * - `redirects`: too many, or one that leads nowhere
 * - `held-back`: the host asked to be left alone for longer than a request waits; nothing was sent
 * - `not-json`: a 2xx answer with another body
 * - `aborted`: the signal, or the client was closed
 */
export type FailureReason =
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'refused-host'
  | 'refused-address'
  | 'redirects'
  | 'held-back'
  | 'not-json'
  | 'aborted';
