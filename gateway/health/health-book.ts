import type { ProcessHealth, ScoresTold } from '../../core/events/generated.ts';
import {
  listenToHealth,
  type HealthListener,
  type HealthListenerOptions,
} from '../../core/health/listener.ts';
import { createHistoryBook, type HealthHistory } from './history.ts';
import { createIncidentBook, type Incident } from './incidents.ts';

const REACH_MS = 60 * 60_000;

export interface HealthBookOptions extends Pick<HealthListenerOptions, 'log' | 'codec' | 'clock' | 'logger'> {
  /** Called with every report as it is read. */
  readonly onReport?: (health: ProcessHealth) => void;
  /** Called with what analysing processes say of their models. */
  readonly onScores?: (told: ScoresTold) => void;
}

/** The health of the whole pipeline as this gateway hears it, and what it was lately. */
export interface HealthBook extends Pick<HealthListener, 'view' | 'logAway' | 'close'> {
  history(): HealthHistory;
  /** Newest first. */
  incidents(): readonly Incident[];
}

export function startHealthBook({ onReport, onScores, ...options }: HealthBookOptions): HealthBook {
  const history = createHistoryBook();
  const incidents = createIncidentBook();
  const listener = listenToHealth({
    ...options,
    reachMs: REACH_MS,
    ...(onScores && { onScores }),
    onReport(health, appendTime) {
      history.take(health, appendTime);
      onReport?.(health);
    },
    onLook: incidents.take,
  });
  return {
    view: listener.view,
    logAway: listener.logAway,
    history: () => history.until(listener.logClock.now()),
    incidents: () => incidents.list(),
    close: listener.close,
  };
}
