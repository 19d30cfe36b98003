import { z } from 'zod';
import { parseKst } from './kst-time.ts';

const NOT_BEGUN = new Set(['STANDBY', 'STAND_BY', 'READY', 'SCHEDULED', 'RESERVED']);
const OVER = new Set(['END', 'REPLAY', 'FINISHED', 'CLOSE', 'STOP']);
const BLOCKED = 'BLOCK';

export type BroadcastStage = 'not-begun' | 'on' | 'over' | 'blocked';

/** What the platform tells of a broadcast. */
export interface NaverBroadcast {
  readonly stage: BroadcastStage;
  /** As the platform writes it. */
  readonly status: string;
  readonly title: string | null;
  /** When it began, ms since 1970. */
  readonly startedAt: number | null;
}

const broadcastShape = z.object({
  status: z.string(),
  title: z.string().nullish(),
  startDate: z.unknown().optional(),
});

/** Undefined where the answer is no description of a broadcast. A status that is not known counts as on the air. */
export function parseBroadcast(json: unknown): NaverBroadcast | undefined {
  const parsed = broadcastShape.safeParse(json);
  if (!parsed.success) return undefined;
  const { status, title, startDate } = parsed.data;
  return {
    stage: stageOf(status.toUpperCase()),
    status,
    title: title?.trim() || null,
    startedAt: parseKst(startDate),
  };
}

function stageOf(status: string): BroadcastStage {
  if (status === BLOCKED) return 'blocked';
  if (OVER.has(status)) return 'over';
  return NOT_BEGUN.has(status) ? 'not-begun' : 'on';
}
