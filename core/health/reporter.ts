import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { EventCodec } from '../events/codec.ts';
import type { ElementHealth, ProcessHealth } from '../events/generated.ts';
import type { EventLog } from '../log/port.ts';
import { repeat } from '../runtime/repeat.ts';
import { worstState, type ElementKind, type ObservedElement } from './element.ts';
import { NO_RESPONSES, type ResourceFigures, type ResponseFigures } from './resources.ts';

export const HEALTH_TOPIC = 'system.health';
/** ms between two reports of a process in which nothing changes. */
export const REPORT_EVERY_MS = 5_000;
/** A change of state is told at the next look. */
const LOOK_EVERY_MS = 2_500;
/** A log that is away at the end takes no farewell: others then see silence, which is right as well. */
const FAREWELL_MS = 2_000;
/** Elements of one report; more sources than that are told of by their producers' element alone. */
const MOST_ELEMENTS = 500;

export interface HealthReporterOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly process: Pick<ProcessHealth, 'processId' | 'role' | 'host' | 'version' | 'startedAt'>;
  /** What this process runs or reaches, as it is now. Must not wait for anything. */
  readonly observe: () => readonly ObservedElement[];
  readonly resources: () => ResourceFigures;
  /** Of a process that answers over HTTP. */
  readonly responses?: (() => ResponseFigures) | undefined;
  /** Called with each report as it is sent, for whoever counts the same figures. */
  readonly onReport?: (health: ProcessHealth) => void;
}

/** Tells on `system.health` how this process does. While the log is away one report waits, never more. */
export interface HealthReporter {
  /** Ends the telling with a last word that says so. */
  stop(): Promise<void>;
}

/** These are the process's own work and end with it; stores and topics stay where they are. */
const OWN_WORK: ReadonlySet<ElementKind> = new Set(['processor', 'sink', 'gateway', 'producers']);

export function startHealthReporter(options: HealthReporterOptions): HealthReporter {
  const { log, codec, clock, logger, observe } = options;
  let totals = new Map<string, number>();
  let toldAt = -Infinity;
  let toldStates = '';
  let underWay: Promise<void> | undefined;
  let refused = false;

  function look(): void {
    if (underWay) return;
    const elements = atMost(observe());
    const states = statesOf(elements);
    if (states === toldStates && clock.now() - toldAt < REPORT_EVERY_MS) return;
    toldStates = states;
    void tell(reportOf(elements, worstState(elements.filter(countsForProcess).map((one) => one.state))));
  }

  function reportOf(elements: readonly ObservedElement[], state: string): ProcessHealth {
    const now = clock.now();
    const seconds = (now - toldAt) / 1000;
    const health = {
      ...options.process,
      state,
      elements: elements.map((element) =>
        elementHealth(element, rateOf(totals.get(element.id), element.total, seconds)),
      ),
      ...options.resources(),
      ...(options.responses?.() ?? NO_RESPONSES),
      at: now,
    };
    totals = new Map(elements.map((element) => [element.id, element.total]));
    toldAt = now;
    return health;
  }

  function tell(health: ProcessHealth): Promise<void> {
    options.onReport?.(health);
    const record = {
      topic: HEALTH_TOPIC,
      key: health.processId,
      value: codec.encode('ProcessHealth', health),
    };
    const telling = log.append([record]).then(
      () => {
        refused = false;
      },
      (error: unknown) => {
        if (!refused)
          logger.warn({ reason: describeError(error) }, 'the health of this process cannot be told');
        refused = true;
        // What was not heard is told again at the next look.
        toldStates = '';
      },
    );
    underWay = telling.finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  look();
  const cancel = repeat(clock, [[LOOK_EVERY_MS, look]]);
  return {
    async stop() {
      cancel();
      let cancelPatience: () => void = () => undefined;
      const late = new Promise<void>((resolve) => {
        cancelPatience = clock.after(FAREWELL_MS, resolve);
      });
      const farewell = async (): Promise<void> => {
        await underWay;
        const own = observe().filter(({ kind }) => OWN_WORK.has(kind));
        await tell(
          reportOf(
            own.map((element) => ({ ...element, state: 'stopped' as const, detail: null })),
            'stopped',
          ),
        );
      };
      await Promise.race([farewell(), late]);
      cancelPatience();
    },
  };
}

/** A show that does not answer is no fault of the process that captures it. */
function countsForProcess({ kind }: ObservedElement): boolean {
  return kind !== 'source' && kind !== 'topic' && kind !== 'canary';
}

function statesOf(elements: readonly ObservedElement[]): string {
  return elements.map(({ id, state }) => `${id}=${state}`).join('\n');
}

function rateOf(before: number | undefined, total: number, seconds: number): number {
  return before === undefined || !Number.isFinite(seconds) || seconds <= 0
    ? 0
    : Math.max(0, total - before) / seconds;
}

function elementHealth({ total: _total, ...element }: ObservedElement, ratePerSecond: number): ElementHealth {
  return { ...element, ratePerSecond };
}

/** All but sources, and as many of these as there is room for, those that are not well first. */
function atMost(elements: readonly ObservedElement[]): readonly ObservedElement[] {
  if (elements.length <= MOST_ELEMENTS) return elements;
  const others = elements.filter(({ kind }) => kind !== 'source');
  const sources = elements.filter(({ kind }) => kind === 'source');
  const isWell = ({ state }: ObservedElement): boolean => state === 'ok';
  return [...others, ...sources.filter((one) => !isWell(one)), ...sources.filter(isWell)].slice(
    0,
    MOST_ELEMENTS,
  );
}
