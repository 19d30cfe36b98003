import { createHash } from 'node:crypto';

/** Who sent a message, and when: all that the platform tells of its identity, in a removal too. */
export interface MessageKey {
  readonly uid: string;
  /** ms since 1970. */
  readonly time: number;
}

/**
 * Ids made of sender and time. Of several messages of one sender in one millisecond the first has the plain id and the
 * others a number behind it, in the order of the platform, which its backlog keeps; so ids are the same after a
 * reconnect, and a removal, which names sender and time alone, covers all of them.
 */
export interface MessageIds {
  /** The id of a message; the same text of one sender in one millisecond is a repeat. */
  idOf(key: MessageKey, text: string): string;
  /** The ids of all messages that a removal means. */
  idsOf(key: MessageKey): readonly string[];
}

/** Messages of one millisecond come together; so many are kept in mind to see them. */
const RECENT = 20_000;
/** Milliseconds with several messages of one sender, which a later removal may name. */
const SHARED = 10_000;

export function createMessageIds(): MessageIds {
  const recent = new Map<string, string>();
  const shared = new Map<string, string[]>();

  return {
    idOf(key, text) {
      const base = baseOf(key);
      const together = shared.get(base);
      const first = recent.get(base);
      if (!together && (first === undefined || first === text)) {
        remember(recent, base, text, RECENT);
        return base;
      }
      const texts = together ?? [first ?? text];
      let index = texts.indexOf(text);
      if (index < 0) index = texts.push(text) - 1;
      remember(shared, base, texts, SHARED);
      return numbered(base, index);
    },
    idsOf(key) {
      const base = baseOf(key);
      return shared.get(base)?.map((_, index) => numbered(base, index)) ?? [base];
    },
  };
}

function numbered(base: string, index: number): string {
  return index === 0 ? base : `${base}-${index + 1}`;
}

/** Hashed, so that an id does not go on naming a person whose messages were erased. */
function baseOf({ uid, time }: MessageKey): string {
  return createHash('sha256').update(`${uid}\0${time}`).digest('hex').slice(0, 32);
}

function remember<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  map.set(key, value);
  if (map.size <= limit) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
