import { plainElement, type ObservedElement } from '../../core/health/element.ts';
import { createReaderObserver } from '../../core/health/readers.ts';
import type { ReaderHealth } from '../../core/runtime/topic-reader.ts';
import type { HealthReport, PartHealth } from '../../gateway/options.ts';
import type { Supervisor } from '../../producers/supervisor.ts';
import { healthOfReader, type RunningPart } from '../roles/part.ts';
import type { PartThreads } from './part-threads.ts';

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

interface Asked {
  readonly name: string;
  /** What it runs, for when it does not answer. */
  readonly elements: readonly string[];
  readonly ask: () => Promise<readonly ReaderHealth[]>;
  readers: readonly ReaderHealth[];
  answeredAt: number;
}

export function createHealthWatch(options: {
  readonly threads: PartThreads;
  readonly supervisor: Supervisor;
}): HealthWatch {
  const { threads, supervisor } = options;
  const asked: Asked[] = [
    {
      name: 'analysis',
      elements: ['processor:analyze'],
      ask: () => threads.analysis.health(),
      readers: [],
      answeredAt: Date.now(),
    },
    {
      name: 'projections',
      elements: ['processor:windows', 'processor:words', 'processor:alerts', 'sink:archive', 'sink:metrics'],
      ask: () => threads.projections.health(),
      readers: [],
      answeredAt: Date.now(),
    },
  ];
  const added: Pick<RunningPart, 'health' | 'elements'>[] = [];

  function askAll(): void {
    for (const thread of asked)
      thread.ask().then(
        (readers) => {
          thread.readers = readers;
          thread.answeredAt = Date.now();
        },
        // A thread that has ended no longer answers, which the age of its answer shows.
        () => undefined,
      );
  }
  const observer = createReaderObserver();
  askAll();
  const timer = setInterval(askAll, ASK_EVERY_MS);
  timer.unref();
  return {
    report: () => ({
      parts: [
        ...asked.flatMap(healthOfThread),
        healthOfCaptures(supervisor),
        ...added.flatMap((part) => part.health()),
      ],
    }),
    elements: () => [
      ...asked.flatMap((thread) => elementsOfThread(thread, observer)),
      ...added.flatMap((part) => part.elements?.() ?? []),
    ],
    add: (part) => void added.push(part),
    close: () => clearInterval(timer),
  };
}

function healthOfThread({ name, readers, answeredAt }: Asked): PartHealth[] {
  const silent = Date.now() - answeredAt;
  if (silent > SILENT_MS)
    return [
      {
        name,
        state: 'failed',
        detail: `no answer for ${Math.round(silent / 1000)} s`,
        hint: 'See the log for its last error; restart the product if it does not come back.',
      },
    ];
  return readers.map(healthOfReader);
}

function elementsOfThread(
  { readers, elements, answeredAt }: Asked,
  observer: ReturnType<typeof createReaderObserver>,
): ObservedElement[] {
  const now = Date.now();
  const observed = observer.observe(readers, now);
  if (now - answeredAt <= SILENT_MS) return observed;
  const detail = `its thread has not answered for ${Math.round((now - answeredAt) / 1000)} s`;
  const known = observed.length > 0 ? observed : elements.map(failedElement);
  return known.map((element) => ({ ...element, state: 'failed' as const, detail }));
}

function failedElement(id: string): ObservedElement {
  const [kind, name = ''] = id.split(':');
  return plainElement(kind === 'sink' ? 'sink' : 'processor', name, 'failed');
}

/** The log counts as away when a capture cannot write to it. */
function healthOfCaptures(supervisor: Supervisor): PartHealth {
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
