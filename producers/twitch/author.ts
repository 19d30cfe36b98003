import type { Author } from '../../core/events/generated.ts';
import type { IrcLine } from './irc.ts';

/** The platform's badges as the roles of this product, in order of weight. */
const ROLES: readonly (readonly [badge: string, role: string])[] = [
  ['broadcaster', 'owner'],
  ['moderator', 'moderator'],
  ['lead_moderator', 'moderator'],
  ['vip', 'vip'],
  ['founder', 'subscriber'],
  ['subscriber', 'subscriber'],
  ['partner', 'verified'],
  ['staff', 'staff'],
  ['admin', 'staff'],
  ['global_mod', 'staff'],
  ['bot-badge', 'bot'],
];

export interface AuthorOptions {
  readonly line: IrcLine;
  /** The login name: the nick of a chat line, the `login` tag of a notice. */
  readonly login: string;
}

/** Who wrote a line. Without a user id the login stands for it, as it does in a removal of such a line. */
export function authorOf({ line, login }: AuthorOptions): Author {
  const id = line.tags.get('user-id') || login;
  const name = line.tags.get('display-name')?.trim() || login;
  return {
    id,
    name,
    login: login !== '' && login !== name ? login : null,
    roles: rolesOf(line),
    identifiable: id !== '',
  };
}

function rolesOf(line: IrcLine): string[] {
  const badges = new Set((line.tags.get('badges') ?? '').split(',').map((badge) => badge.split('/')[0]));
  const roles = new Set<string>();
  for (const [badge, role] of ROLES) if (badges.has(badge)) roles.add(role);
  if (line.tags.get('mod') === '1') roles.add('moderator');
  return [...roles];
}
