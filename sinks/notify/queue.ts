import { backoffDelay, type BackoffOptions } from '../../core/runtime/backoff.ts';
import { groupKey } from './plan.ts';
import { MOST_ITEMS, type NoticeItem } from './port.ts';

/** A notice of one alert on its way to one destination. */
export interface Consignment {
  readonly key: string;
  readonly item: NoticeItem;
  /** An attempt that may have been taken has said that the alert is open. */
  readonly toldOpen?: boolean;
}

/** What goes as one notice. */
export interface Sending {
  readonly key: string;
  readonly parts: readonly Consignment[];
  /** Attempts before this one. */
  readonly attempts: number;
  /** How many of them the destination answered, so that some of it have the notice and others may take it later. */
  readonly partly: number;
}

export interface QueueSettings {
  /** So many notices may go at once or within `floodMs` one by one; what comes then is gathered into one. */
  readonly floodAfter: number;
  readonly floodMs: number;
  /** Between two attempts of one notice. */
  readonly backoff: BackoffOptions;
}

/** What goes next to one destination, so that no notice holds up the others. */
export interface NoticeQueue {
  /** Forgets what is no longer owed. */
  keepOnly(owed: readonly Consignment[]): void;
  /** @param isFailing whether the last attempt at the destination failed */
  next(owed: readonly Consignment[], now: number, isFailing: boolean): Sending | undefined;
  /** Whether something is owed that was never tried. */
  hasNews(owed: readonly Consignment[]): boolean;
  /** Why something that is owed was not taken the last time; null where nothing is held up so. */
  problem(): string | null;
  taken(sending: Sending, now: number): void;
  /** The destination takes something again: what is unsure because it was away is due at once. */
  isBack(): void;
  /** It said no: what was in the notice may go otherwise. */
  refused(sending: Sending, now: number, problem: string): void;
  /** It was surely not taken, since the destination is away: what was in it may go otherwise, unless it had been unsure. */
  untaken(sending: Sending, now: number, problem: string): void;
  /**
   * Nobody knows whether it was taken: it goes again as it is. No problem where the destination answers and some of it
   * have the notice.
   */
  unsure(sending: Sending, now: number, problem: string | null): void;
  /** Nobody waits for it any more. */
  withdrawn(sending: Sending): void;
}

/**
 * While a destination fails and so many notices are unsure, what was never tried is gathered, and goes as one after the
 * longest pause: each of them may be taken twice and comes by itself when the destination is back, so that they must not
 * become as many as the alerts of a long outage.
 */
const MOST_UNSURE = 3;

interface Tried {
  readonly attempts: number;
  /** Which attempt at the destination it was, counted up. */
  readonly turn: number;
  readonly notBefore: number;
  readonly problem: string | null;
  /** It may go with others. */
  readonly joins: boolean;
}

export function createNoticeQueue({ floodAfter, floodMs, backoff }: QueueSettings): NoticeQueue {
  const tried = new Map<string, Tried>();
  let unsure: readonly Sending[] = [];
  /** When the first attempt of a notice made it unsure: of all the last. */
  let newUnsureAt = Number.NEGATIVE_INFINITY;
  let turn = 0;
  /** Fewer after a notice of several was refused. */
  let mostInOne = MOST_ITEMS;
  let sentAt: readonly number[] = [];

  const turnOf = ({ parts }: Sending): number => tried.get(parts[0]?.key ?? '')?.turn ?? 0;
  const isDue = (sending: Sending, now: number): boolean =>
    sending.parts.every(({ key }) => (tried.get(key)?.notBefore ?? 0) <= now);
  const sendingOf = (parts: readonly Consignment[]): Sending => ({
    key: groupKey(parts.map(({ key }) => key)),
    parts,
    attempts: Math.max(...parts.map(({ key }) => tried.get(key)?.attempts ?? 0)),
    partly: 0,
  });

  /** What goes again says how the alert is now: it may be over since the last attempt. */
  function keepOnly(owed: readonly Consignment[]): void {
    const current = new Map(owed.map((one) => [one.key, one]));
    for (const key of tried.keys()) if (!current.has(key)) tried.delete(key);
    unsure = unsure
      .map((sending) => ({
        ...sending,
        parts: sending.parts.flatMap((part) => {
          const now = current.get(part.key);
          return now ? [{ ...part, item: now.item }] : [];
        }),
      }))
      .filter(({ parts }) => parts.length > 0);
  }

  function drop(sending: Sending): void {
    unsure = unsure.filter(({ key }) => key !== sending.key);
  }

  const isUnsure = ({ key }: Sending): boolean => unsure.some((one) => one.key === key);
  const joins = ({ parts }: Sending): boolean => parts.every(({ key }) => tried.get(key)?.joins ?? true);

  /** What goes again by itself. */
  function failed(sending: Sending, now: number, problem: string | null): void {
    drop(sending);
    turn += 1;
    const attempts = sending.attempts + 1;
    const notBefore = now + backoffDelay(attempts, backoff);
    for (const { key } of sending.parts) tried.set(key, { attempts, turn, notBefore, problem, joins: false });
  }

  /** Under its key and with the same parts, since it may have been taken. */
  function goesAsItIs(sending: Sending, now: number, problem: string | null): void {
    if (problem !== null && !isUnsure(sending)) newUnsureAt = now;
    failed(sending, now, problem);
    const parts = sending.parts.map((part) => ({
      ...part,
      toldOpen: part.toldOpen === true || part.item.alert.resolvedAt === null,
    }));
    const partly = sending.partly + (problem === null ? 1 : 0);
    unsure = [...unsure, { ...sending, parts, attempts: sending.attempts + 1, partly }];
  }

  return {
    keepOnly,
    next(owed, now, isFailing) {
      const unsureKeys = new Set(partsOf(unsure).map(({ key }) => key));
      const free = owed.filter(({ key }) => !unsureKeys.has(key)).map((one) => sendingOf([one]));
      const due = (sendings: readonly Sending[]): Sending[] =>
        sendings.filter((one) => isDue(one, now)).sort((a, b) => turnOf(a) - turnOf(b));
      const all = due(free);
      const fresh = all.filter(joins);
      if (isFailing) {
        // Of a destination that fails one notice at a time tells when it is back: the one that waits longest.
        // Of what some have it is known where it is.
        if (unsure.filter(({ partly }) => partly === 0).length < MOST_UNSURE)
          return due([...unsure, ...free])[0];
        if (fresh.length > 0 && now >= newUnsureAt + backoff.maxMs)
          return sendingOf(mostImportant(partsOf(fresh), mostInOne));
        return due([...unsure, ...free.filter((one) => !joins(one))])[0];
      }
      const again = due(unsure)[0];
      if (again) return again;
      if (fresh.length === 0) mostInOne = MOST_ITEMS;
      const ready = partsOf(fresh.length > 0 ? fresh : all.slice(0, 1));
      sentAt = sentAt.filter((at) => at > now - floodMs);
      const isFlood = ready.length > floodAfter || sentAt.length >= floodAfter;
      // In a flood the next goes when the first of the last few is old enough: all that has come by then is one notice.
      if (ready.length === 0 || (isFlood && sentAt.length >= floodAfter)) return undefined;
      return sendingOf(isFlood ? mostImportant(ready, mostInOne) : ready.slice(0, 1));
    },
    problem: () => [...tried.values()].find(({ problem }) => problem !== null)?.problem ?? null,
    hasNews: (owed) => owed.some(({ key }) => !tried.has(key)),
    taken(sending, now) {
      drop(sending);
      for (const { key } of sending.parts) tried.delete(key);
      sentAt = [...sentAt, now];
    },
    isBack() {
      for (const { key } of partsOf(unsure)) {
        const last = tried.get(key);
        // What has no problem waits for a mailbox that is busy, not for the destination.
        if (last && last.problem !== null) tried.set(key, { ...last, notBefore: 0 });
      }
    },
    refused(sending, now, problem) {
      // Which of several it was about is not known: they go again in halves, until it is alone.
      if (sending.parts.length === 1) return failed(sending, now, problem);
      drop(sending);
      turn += 1;
      for (const { key } of sending.parts)
        tried.set(key, {
          attempts: tried.get(key)?.attempts ?? 0,
          turn,
          notBefore: now,
          problem,
          joins: true,
        });
      mostInOne = Math.ceil(sending.parts.length / 2);
    },
    untaken(sending, now, problem) {
      if (isUnsure(sending)) return goesAsItIs(sending, now, problem);
      turn += 1;
      // How long it waits is how long the destination is left alone.
      for (const { key } of sending.parts)
        tried.set(key, { attempts: sending.attempts + 1, turn, notBefore: now, problem, joins: true });
    },
    unsure: goesAsItIs,
    withdrawn: drop,
  };
}

function partsOf(sendings: readonly Sending[]): Consignment[] {
  return sendings.flatMap(({ parts }) => parts);
}

/** Only so many, what is critical first; the others go with the next. */
function mostImportant(parts: readonly Consignment[], most: number): readonly Consignment[] {
  const isCritical = ({ item }: Consignment): boolean => item.alert.severity === 'critical';
  return [...parts.filter(isCritical), ...parts.filter((part) => !isCritical(part))].slice(0, most);
}
