import type { Clock } from '../clock.ts';
import type { TopicName } from '../events/topics.ts';
import type { EventLog } from '../log/port.ts';
import { fromCommit } from '../runtime/commit-metadata.ts';
import { repeat } from '../runtime/repeat.ts';
import { groupOf } from '../runtime/topic-reader.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { NOBODY_RUNS_IT, waitingText } from './detail.ts';
import { kindOfReader } from './readers.ts';
import { isLiving, unattended, type ElementView } from './views.ts';

const LOOK_EVERY_MS = 5_000;

/** A part, and the topics that it reads as a group of its name. */
export interface ReadingPart {
  readonly part: string;
  readonly topics: readonly TopicName[];
}

export interface BacklogOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly parts: readonly ReadingPart[];
  /** All elements as they are now. */
  readonly elements: () => readonly ElementView[];
  /** Whether all that is kept counts for a part that is required and never ran (default), or nothing does. */
  readonly neverRun?: 'counts' | 'left out';
}

/**
 * What waits for parts that nobody runs. A part tells its own lag, so that of one that does not run nobody would tell it
 * just when it grows: it is computed here, from the ends of the topics and what the part has committed.
 */
export interface Backlog {
  /** The elements with what waits for those that nobody runs; a part that has left something undone is among them. */
  overlay(elements: readonly ElementView[]): readonly ElementView[];
  close(): void;
}

interface Behind {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

interface Watched extends ReadingPart {
  readonly id: string;
  /** undefined: somebody runs it, or it is not known yet. */
  behind: readonly Behind[] | undefined;
}

export function observeBacklog(options: BacklogOptions): Backlog {
  const { log, clock, telemetry, neverRun = 'counts' } = options;
  const watched = options.parts.map(({ part, topics }): Watched => {
    return { part, topics, id: `${kindOfReader(part)}:${part}`, behind: undefined };
  });
  let looking = false;
  let closed = false;

  /** Of a part that has never committed anything nobody knows that it should run: only what is required is missed then. */
  async function behindOf(
    { part, topics }: Watched,
    isMissed: boolean,
  ): Promise<readonly Behind[] | undefined> {
    const commits = await log.committed(groupOf(part));
    if (commits.length === 0 && !isMissed) return undefined;
    const found: Behind[] = [];
    for (const topic of topics)
      for (const { partition, start, end } of await log.ranges(topic)) {
        const commit = fromCommit(commits.find((one) => one.topic === topic && one.partition === partition));
        found.push({ topic, partition, lag: Math.max(0, end - Math.max(start, commit?.readTo ?? start)) });
      }
    return found;
  }

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    const views = new Map(options.elements().map((element) => [element.id, element]));
    for (const one of watched) {
      const view = views.get(one.id);
      // While the log does not answer what was known last stays.
      const behind = isRun(view)
        ? undefined
        : await behindOf(one, view !== undefined && neverRun === 'counts').catch(() => one.behind);
      if (closed) return;
      tell(one, behind);
      one.behind = behind;
    }
    looking = false;
  }

  function tell({ part, behind: before = [] }: Watched, now: readonly Behind[] | undefined): void {
    const gauge = ({ topic, partition }: Behind, lag: number | undefined): void =>
      telemetry.gauge('reader.lag', { part, topic, partition: String(partition) }, lag);
    for (const one of now ?? []) gauge(one, one.lag);
    // Whoever runs it tells it now.
    if (!now) for (const one of before) gauge(one, undefined);
  }

  const stop = repeat(clock, [[LOOK_EVERY_MS, () => void look()]]);
  return {
    overlay(elements) {
      const byId = new Map(elements.map((element) => [element.id, element]));
      for (const { id, behind } of watched) {
        const view = byId.get(id);
        if (!behind || isRun(view)) continue;
        const lag = behind.reduce((sum, one) => sum + one.lag, 0);
        byId.set(id, withLag(view ?? unattended(id, 'stopped'), lag));
      }
      return [...byId.values()];
    },
    close() {
      closed = true;
      stop();
      for (const one of watched) tell(one, undefined);
    },
  };
}

/** Some process tells of it as its own. */
export function isRun(view: ElementView | undefined): boolean {
  return view !== undefined && isLiving(view);
}

/** An element with what waits for it. */
export function withLag(view: ElementView, lag: number): ElementView {
  if (lag === 0) return { ...view, lag };
  return { ...view, lag, detail: `${view.detail ?? NOBODY_RUNS_IT}; ${waitingText(lag)}` };
}
