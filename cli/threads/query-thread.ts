/** The thread that answers queries from the archive and the metric store, with reading connections of its own. */
import { runPart, type PartMethods } from '../../core/threads/part-thread.ts';
import { openEmbeddedArchiveReader } from '../../sinks/archive/embedded/embedded-archive.ts';
import type {
  BroadcastTotals,
  ChatArchive,
  MessagePage,
  MessageQuery,
  Offender,
  StoredPosition,
} from '../../sinks/archive/port.ts';
import { openEmbeddedMetricsReader } from '../../sinks/metrics/embedded/embedded-metrics.ts';
import type { MetricPoint, MetricQuery } from '../../sinks/metrics/port.ts';
import type { RankedWord } from '../../core/events/generated.ts';

export interface QueryThreadData {
  readonly archiveFile: string;
  readonly metricsFile: string;
}

export interface QueryMethods extends PartMethods {
  pingArchive(): Promise<void>;
  messages(query: MessageQuery): Promise<MessagePage>;
  totals(broadcastId: string): Promise<BroadcastTotals>;
  words(query: Parameters<ChatArchive['words']>[0]): Promise<readonly RankedWord[]>;
  offenders(query: Parameters<ChatArchive['offenders']>[0]): Promise<readonly Offender[]>;
  archivePositions(): Promise<readonly StoredPosition[]>;
  points(query: MetricQuery): Promise<readonly MetricPoint[]>;
}

runPart<QueryThreadData>(async ({ archiveFile, metricsFile }) => {
  const archive = openEmbeddedArchiveReader({ file: archiveFile });
  const metrics = openEmbeddedMetricsReader({ file: metricsFile });
  const methods = {
    pingArchive: () => archive.ping(),
    messages: (query: MessageQuery) => archive.messages(query),
    totals: (broadcastId: string) => archive.totals(broadcastId),
    words: (query: Parameters<ChatArchive['words']>[0]) => archive.words(query),
    offenders: (query: Parameters<ChatArchive['offenders']>[0]) => archive.offenders(query),
    archivePositions: () => archive.positions(),
    points: (query: MetricQuery) => metrics.query(query),
    async close() {
      await archive.close();
      await metrics.close();
    },
  };
  return methods satisfies QueryMethods;
});
