import type { Remote } from '../../core/threads/rpc.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';
import type { QueryMethods } from '../threads/query-thread.ts';

/** The archive as the gateway sees it: queries go to the query thread; writing is the projections' alone. */
export function remoteArchive(queries: Remote<QueryMethods>): ChatArchive {
  return {
    ping: () => queries.pingArchive(),
    messages: (query) => queries.messages(query),
    totals: (broadcastId) => queries.totals(broadcastId),
    words: (query) => queries.words(query),
    offenders: (query) => queries.offenders(query),
    positions: () => queries.archivePositions(),
    write: () => Promise.reject(new TypeError('the gateway does not write to the archive')),
    export: () => {
      throw new TypeError('the gateway does not export');
    },
    close: async () => undefined,
  };
}

/** The metric store as the gateway sees it. */
export function remoteMetrics(queries: Remote<QueryMethods>): MetricStore {
  return {
    query: (query) => queries.points(query),
    positions: async () => [],
    write: () => Promise.reject(new TypeError('the gateway does not write metrics')),
    close: async () => undefined,
  };
}
