import type { Clock } from '../../core/clock.ts';
import { threadSilentText } from '../../core/health/detail.ts';
import { plainElement, type ObservedElement } from '../../core/health/element.ts';
import { createReaderObserver, kindOfReader } from '../../core/health/readers.ts';
import { repeat } from '../../core/runtime/repeat.ts';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import type { HealthReport, PartHealth } from '../../gateway/options.ts';
import type { Supervisor } from '../../producers/supervisor.ts';
import { healthOfReader, type RunningPart } from '../roles/part.ts';

const ASK_EVERY_MS = 1000;
/** A thread that has not answered for so long is stuck. */
const SILENT_MS = 8_000;

/** How the parts in the threads do, asked once a second, so that a probe never waits for them. */
export interface HealthWatch {
  report(): HealthReport;
  /** The readers of the threads, and what was added, as elements of the pipeline. */
  elements(): readonly ObservedElement[];
  /** A part of the main thread that was started later. */
  add(part: Pick<RunningPart, 'health' | 'elements'>): void;
  close(): void;
}

interface AskedThread {
  health(): Promise<readonly ReaderHealth[]>;
}

interface Asked {
  /** What it runs, for when it does not answer. */
  readonly elements: readonly string[];
  readonly ask: () => Promise<readonly ReaderHealth[]>;
  readers: readonly ReaderHealth[];
  answeredAt: number;
}

export function createHealthWatch(options: {
  readonly threads: Readonly<Record<'analysis' | 'projections', AskedThread>>;
  readonly supervisor: Pick<Supervisor, 'status'>;
  readonly clock: Clock;
}): HealthWatch {
  const { threads, supervisor, clock } = options;
  const asked: Asked[] = [
    {
      elements: ['processor:analyze'],
      ask: () => threads.analysis.health(),
      readers: [],
      answeredAt: clock.now(),
    },
    {
      elements: ['processor:windows', 'processor:words', 'processor:alerts', 'sink:archive', 'sink:metrics'],
      ask: () => threads.projections.health(),
      readers: [],
      answeredAt: clock.now(),
    },
  ];
  const added: Pick<RunningPart, 'health' | 'elements'>[] = [];

  function askAll(): void {
    for (const thread of asked)
      thread.ask().then(
        (readers) => {
          thread.readers = readers;
          thread.answeredAt = clock.now();
        },
        // A thread that has ended no longer answers, which the age of its answer shows.
        () => undefined,
      );
  }
  const observer = createReaderObserver();
  askAll();
  const stop = repeat(clock, [[ASK_EVERY_MS, askAll]]);
  return {
    report: () => ({
      parts: [
        ...asked.flatMap((thread) => healthOfThread(thread, clock.now())),
        healthOfCaptures(supervisor),
        ...added.flatMap((part) => part.health()),
      ],
    }),
    elements: () => [
      ...asked.flatMap((thread) => elementsOfThread(thread, observer, clock.now())),
      ...added.flatMap((part) => part.elements?.() ?? []),
    ],
    add: (part) => void added.push(part),
    close: stop,
  };
}

/** By the names of its parts, also while it does not answer: a name of its own would be told beside them. */
function healthOfThread({ readers, elements, answeredAt }: Asked, now: number): PartHealth[] {
  const silent = now - answeredAt;
  if (silent <= SILENT_MS) return readers.map(healthOfReader);
  const names = readers.length > 0 ? readers.map(({ name }) => name) : elements.map(nameOf);
  return names.map((name) => ({
    name,
    state: 'failed',
    detail: threadSilentText(silent),
    hint: 'See the log for its last error; restart the product if it does not come back.',
  }));
}

function elementsOfThread(
  { readers, elements, answeredAt }: Asked,
  observer: ReturnType<typeof createReaderObserver>,
  now: number,
): ObservedElement[] {
  const observed = observer.observe(readers, now);
  if (now - answeredAt <= SILENT_MS) return observed;
  const known = observed.length > 0 ? observed : elements.map(failedElement);
  return known.map((element) => ({
    ...element,
    state: 'failed' as const,
    detail: threadSilentText(now - answeredAt),
  }));
}

function nameOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

function failedElement(id: string): ObservedElement {
  const name = nameOf(id);
  return plainElement(kindOfReader(name), name, 'failed');
}

/** The log counts as away when a capture cannot write to it. */
function healthOfCaptures(supervisor: Pick<Supervisor, 'status'>): PartHealth {
  const away = supervisor.status().find((source) => source.logAway !== null);
  return away
    ? {
        name: 'log',
        state: 'failed',
        detail: away.logAway,
        hint: 'What is captured waits in memory and is written when the log is back.',
      }
    : { name: 'log', state: 'ok' };
}
