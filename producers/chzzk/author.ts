import type { Author } from '../../core/events/generated.ts';
import { objectOf, textOf, type JsonObject } from '../json-fields.ts';

const ROLES: Readonly<Record<string, string>> = {
  streamer: 'owner',
  streaming_channel_manager: 'moderator',
  streaming_chat_manager: 'moderator',
  manager: 'staff',
};

/** Who gave without a name: nobody must be taken for another. */
const ANONYMOUS: Author = { id: '', name: '익명의 후원자', login: null, roles: [], identifiable: false };
/** Who speaks for the chat itself. */
export const SYSTEM: Author = { id: '', name: 'CHZZK', login: null, roles: ['staff'], identifiable: false };

export interface AuthorOptions {
  readonly uid: string;
  /** As sent: a JSON text, or null. */
  readonly profile: unknown;
  readonly extras: JsonObject | undefined;
}

export function authorOf({ uid, profile, extras }: AuthorOptions): Author {
  const known = objectOf(profile);
  if (extras?.['isAnonymous'] === true || uid === '' || uid === 'anonymous') return ANONYMOUS;
  return {
    id: uid,
    name: textOf(known, 'nickname')?.trim() || textOf(extras, 'nickname')?.trim() || uid,
    login: null,
    roles: rolesOf(known),
    identifiable: true,
  };
}

function rolesOf(profile: JsonObject | undefined): string[] {
  const roles: string[] = [];
  const code = textOf(profile, 'userRoleCode') ?? '';
  if (Object.hasOwn(ROLES, code)) roles.push(ROLES[code] ?? '');
  if (objectOf(objectOf(profile?.['streamingProperty'])?.['subscription'])) roles.push('subscriber');
  if (profile?.['verifiedMark'] === true) roles.push('verified');
  return roles;
}
