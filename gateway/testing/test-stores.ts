import { createCodec, type ChatpulseEvent } from '../../core/events/codec.ts';
import { createMemoryArchive } from '../../sinks/archive/memory.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import { createMemoryMetrics } from '../../sinks/metrics/memory.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';
import { windowPoints } from '../../sinks/metrics/window-points.ts';
import type { WindowUpdated } from '../../core/events/generated.ts';

const codec = createCodec();

/** The stores of a gateway under test, in memory; while `away` every question fails, while `hanging` none is answered. */
export class TestStores {
  readonly archive: ChatArchive;
  readonly metrics: MetricStore;
  away = false;
  hanging = false;
  readonly #archive = createMemoryArchive();
  readonly #metrics = createMemoryMetrics();
  #offset = 0;

  constructor() {
    this.archive = this.#unlessAway(this.#archive, ['ping', 'messages', 'totals', 'words']);
    this.metrics = this.#unlessAway(this.#metrics, ['query']);
  }

  /** Archives events of one partition. */
  async keep(topic: string, events: readonly ChatpulseEvent[]): Promise<void> {
    const entries = events.map((event) => ({
      event,
      value: codec.encode(event.type, event.data),
      offset: this.#offset++,
    }));
    await this.#archive.write({
      topic,
      partition: 0,
      entries,
      nextOffset: this.#offset,
      stamp: this.#offset,
    });
  }

  async keepWindows(windows: readonly WindowUpdated[]): Promise<void> {
    const points = windowPoints(windows);
    await this.#metrics.write({ topic: 'chat.windows', partition: 0, points, nextOffset: 1 });
  }

  #unlessAway<T extends object>(store: T, questions: readonly string[]): T {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (this.away && questions.includes(String(name)))
          return () => Promise.reject(new Error('the store is away'));
        if (this.hanging && questions.includes(String(name))) return () => new Promise(() => undefined);
        return value.bind(target) as unknown;
      },
    });
  }
}
