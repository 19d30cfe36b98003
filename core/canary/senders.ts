import type { ProcessHealth } from '../events/generated.ts';

/** The reports of a sender come every five seconds. */
const TOLD_FOR_MS = 30_000;
/** So many of its intervals the latest canary of a sender may be old. */
const INTERVALS = 3;

/** The element by which a process tells that it sends canaries. */
export function sentBy({ elements }: ProcessHealth): ProcessHealth['elements'][number] | undefined {
  return elements.find(({ id }) => id === 'canary:sent');
}

/** Who tells that canaries are sent. Pure: times are given, ms since 1970. */
export interface CanarySenders {
  /** A process told of itself at `now`. */
  told(health: ProcessHealth, now: number): void;
  /** Somebody sends canaries: without, the latest that came through says nothing of the present. */
  areHeard(now: number): boolean;
}

interface Sender {
  /** By its own clock. */
  readonly sentAt: number;
  /** ms between the latest two; null while one alone is known. */
  readonly everyMs: number | null;
  /** When it told of itself, and how old its latest canary was then. */
  readonly toldAt: number;
  readonly ageMs: number;
}

export function createCanarySenders(): CanarySenders {
  const senders = new Map<string, Sender>();

  function isSending({ everyMs, toldAt, ageMs }: Sender, now: number): boolean {
    return everyMs === null || ageMs + now - toldAt <= Math.max(TOLD_FOR_MS, INTERVALS * everyMs);
  }

  return {
    told(health, now) {
      const sentAt = sentBy(health)?.lastRecordAt;
      if (sentAt === undefined || sentAt === null) return;
      const before = senders.get(health.processId);
      const everyMs = before && sentAt > before.sentAt ? sentAt - before.sentAt : (before?.everyMs ?? null);
      senders.set(health.processId, { sentAt, everyMs, toldAt: now, ageMs: health.at - sentAt });
    },
    areHeard(now) {
      for (const [id, { toldAt }] of senders) if (now - toldAt > TOLD_FOR_MS) senders.delete(id);
      return [...senders.values()].some((sender) => isSending(sender, now));
    },
  };
}
