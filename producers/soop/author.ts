import type { Author } from '../../core/events/generated.ts';

/** The first of a user's two numbers of flags, bit by bit; not all that they mean is known. */
const ROLES: readonly (readonly [bit: number, role: string])[] = [
  [1, 'staff'],
  [1 << 2, 'owner'],
  [1 << 8, 'moderator'],
  [1 << 15, 'vip'],
  [1 << 28, 'subscriber'],
];

export interface AuthorOptions {
  readonly id: string | undefined;
  readonly nickname: string | undefined;
  /** `268501024|163840`; undefined where a packet has none. */
  readonly flags?: string | undefined;
}

/** Who sent a packet. Undefined where it names nobody. */
export function authorOf({ id: sent, nickname, flags }: AuthorOptions): Author | undefined {
  const id = accountOf(sent ?? '');
  if (id === '') return undefined;
  const name = nickname?.trim() || id;
  return { id, name, login: id === name ? null : id, roles: rolesOf(flags ?? ''), identifiable: true };
}

/** `name(2)` is the second window of `name`. */
export function accountOf(id: string): string {
  return id.trim().replace(/\(\d{1,4}\)$/, '');
}

function rolesOf(flags: string): string[] {
  const first = /^\d{1,10}(?=\||$)/.exec(flags)?.[0];
  if (first === undefined) return [];
  // A number of 32 bits without a sign; operators on bits read it as one with a sign, which does not matter here.
  const bits = Number(first) | 0;
  return ROLES.flatMap(([bit, role]) => ((bits & bit) === 0 ? [] : [role]));
}
