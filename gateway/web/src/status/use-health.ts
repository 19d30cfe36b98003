import type { HealthHistory, Incident, PipelineHealth } from '../../../http/health-shapes.ts';
import { api } from '../api/client.ts';
import { useAsking } from '../api/use-asking.ts';

const EVERY_MS = 2_000;

interface Answers {
  /** Null before the first answer. */
  readonly health: PipelineHealth | null;
  readonly history: HealthHistory | null;
  readonly incidents: readonly Incident[];
}

export interface HealthState extends Answers {
  readonly unreachable: boolean;
}

const NOTHING_YET: Answers = { health: null, history: null, incidents: [] };

async function askForHealth(signal: AbortSignal): Promise<Answers> {
  const [health, history, { incidents }] = await Promise.all([
    api.health(signal),
    api.healthHistory(signal),
    api.incidents(signal),
  ]);
  return { health, history, incidents };
}

/** The health of the pipeline, asked again every 2 s while the page is in sight. */
export function useHealth(): HealthState {
  const { answer, unreachable } = useAsking({ ask: askForHealth, everyMs: EVERY_MS, before: NOTHING_YET });
  return { ...answer, unreachable };
}
