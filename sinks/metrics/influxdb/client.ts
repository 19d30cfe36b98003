import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { InfluxDB, type IPoint, type IPoolOptions } from 'influx';
import type { InfluxAddress } from './address.ts';
import { InfluxRefusal, InfluxTimeout } from './errors.ts';
import { INFLUX_SCHEMAS } from './field-types.ts';

/** How long (ms) the server may say nothing. */
const SILENCE_LIMIT = 5000;
/** How long (ms) a request may take altogether: the client waits for ever for an answer that breaks off. */
const REQUEST_LIMIT = 15_000;

/** A series of an answer of InfluxDB: rows of values under column names. */
export interface ResultSeries {
  readonly name: string;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

/** One database of InfluxDB. Requests fail as the `influx` package fails, or with InfluxRefusal or InfluxTimeout. */
export interface InfluxClient {
  /** Runs one statement; times in ms. `placeholders` are the values of `$name` in it. */
  statement(
    text: string,
    options?: { readonly placeholders?: Record<string, string>; readonly method?: 'GET' | 'POST' },
  ): Promise<readonly ResultSeries[]>;
  /** Writes points, whose times are in ms, into a retention policy. */
  write(points: IPoint[], retentionPolicy: string): Promise<void>;
  /** The server's version, as it tells anybody. */
  version(): Promise<string>;
  close(): void;
}

export function createInfluxClient(address: InfluxAddress): InfluxClient {
  const { protocol, host, port, database, username, password } = address;
  const agent =
    protocol === 'https' ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const influx = new InfluxDB({
    hosts: [{ host, port, protocol, options: { agent } }],
    database,
    ...(username === undefined ? {} : { username, password: password ?? '' }),
    schema: INFLUX_SCHEMAS.map((schema) => ({ ...schema })),
    // To try again is for the readers of the log.
    pool: { requestTimeout: SILENCE_LIMIT, maxRetries: 0, backoff: NO_PAUSE },
  });
  return {
    async statement(text, { placeholders, method = 'POST' } = {}) {
      const answer: unknown = await limited(() =>
        influx.queryRaw(text, { precision: 'ms', database, placeholders, method }),
      );
      return seriesOf(answer);
    },
    write: (points, retentionPolicy) =>
      limited(() => influx.writePoints(points, { precision: 'ms', database, retentionPolicy })),
    async version() {
      const [host] = await influx.ping(SILENCE_LIMIT);
      if (!host?.online) throw new InfluxTimeout('no answer to a ping');
      return host.version ?? 'unknown';
    },
    close() {
      agent.destroy();
    },
  };
}

/** The client would take the only host away for some time after a failure. */
const NO_PAUSE: NonNullable<IPoolOptions['backoff']> = {
  getDelay: () => 0,
  next: () => NO_PAUSE,
  reset: () => NO_PAUSE,
};

/** Within the time that a request may take. Once more where a connection that was kept turned out to be dead. */
async function limited<T>(request: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new InfluxTimeout('the request took too long'));
    }, REQUEST_LIMIT);
  });
  try {
    return await Promise.race([request().catch((error: unknown) => onceMore(error, request)), late]);
  } finally {
    clearTimeout(timer);
  }
}

function onceMore<T>(error: unknown, request: () => Promise<T>): Promise<T> {
  const isDead = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
  if (!isDead) throw error;
  return request();
}

interface RawAnswer {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly ResultSeries[] }[];
}

/** @throws InfluxRefusal */
function seriesOf(answer: unknown): readonly ResultSeries[] {
  const { error, results = [] } = answer as RawAnswer;
  const failure = error ?? results.find((result) => result.error !== undefined)?.error;
  if (failure !== undefined) throw new InfluxRefusal(400, failure);
  return results.flatMap((result) => result.series ?? []);
}
