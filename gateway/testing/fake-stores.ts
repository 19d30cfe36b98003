import type { RankedWord } from '../../core/events/generated.ts';
import type { ArchivedMessage, ChatArchive, MessageQuery } from '../../sinks/archive/port.ts';
import { createMemoryMetrics } from '../../sinks/metrics/memory.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';

/** What the stores of a test answer; `away` makes every question fail. */
export interface FakeStores {
  readonly archive: ChatArchive;
  readonly metrics: MetricStore;
  readonly messages: ArchivedMessage[];
  readonly words: { broadcastId: string; start: number; words: readonly RankedWord[] }[];
  away: boolean;
}

export function createFakeStores(): FakeStores {
  const stores: FakeStores = {
    archive: archiveOf(),
    metrics: metricsOf(),
    messages: [],
    words: [],
    away: false,
  };

  function here(): Promise<void> {
    return stores.away ? Promise.reject(new Error('the store is away')) : Promise.resolve();
  }

  function archiveOf(): ChatArchive {
    return {
      write: () => here(),
      positions: () => Promise.resolve([]),
      messages: async (query) => {
        await here();
        const found = stores.messages.filter((message) => fits(message, query));
        const items = query.after === undefined ? found.slice(-query.limit) : found.slice(0, query.limit);
        return { items, more: found.length > items.length, partial: false };
      },
      totals: async (broadcastId) => {
        await here();
        const times = stores.messages
          .filter((one) => of(one) === broadcastId)
          .map((one) => one.analyzed.eventTime);
        return {
          messages: times.length,
          removed: 0,
          firstAt: times[0] ?? null,
          lastAt: times.at(-1) ?? null,
        };
      },
      words: async ({ broadcastId, from = -Infinity, to = Infinity, limit }) => {
        await here();
        return stores.words
          .filter((minute) => minute.broadcastId === broadcastId && minute.start >= from && minute.start < to)
          .flatMap((minute) => minute.words)
          .slice(0, limit);
      },
      offenders: () => Promise.resolve([]),
      export: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
      }),
      close: () => Promise.resolve(),
    };
  }

  function metricsOf(): MetricStore {
    const metrics = createMemoryMetrics();
    return { ...metrics, query: (query) => here().then(() => metrics.query(query)) };
  }

  return stores;
}

function of(message: ArchivedMessage): string {
  return message.analyzed.message.broadcastId;
}

function fits(message: ArchivedMessage, query: MessageQuery): boolean {
  const { analyzed } = message;
  const seq = analyzed.rawOffset;
  return (
    of(message) === query.broadcastId &&
    (query.before === undefined || seq < query.before) &&
    (query.after === undefined || seq > query.after) &&
    (query.from === undefined || analyzed.eventTime >= query.from) &&
    (query.to === undefined || analyzed.eventTime < query.to) &&
    (query.text === undefined || analyzed.message.text.includes(query.text)) &&
    (query.author === undefined || analyzed.message.author.id === query.author) &&
    (query.label === undefined || query.label === analyzed.sentiment || query.label === analyzed.emotion)
  );
}
