import type { Author } from '../../core/events/generated.ts';
import { at, listAt, stringAt } from './json.ts';
import { plainText } from './text.ts';

/** The platform's badges as the roles of this product, in order of weight. */
const ROLES: readonly (readonly [icon: string, role: string])[] = [
  ['OWNER', 'owner'],
  ['MODERATOR', 'moderator'],
  ['MEMBER', 'subscriber'],
  ['VERIFIED', 'verified'],
];

export interface AuthorOptions {
  /** Where the name and the badges stand. */
  readonly shown: unknown;
  /** The channel of the author, where it is told. */
  readonly channelId: string | undefined;
}

/** Who wrote an item. Authors are channels: without one nobody can be told from somebody of the same name. */
export function authorOf({ shown, channelId }: AuthorOptions): Author {
  return {
    id: channelId ?? '',
    name: plainText(at(shown, 'authorName')),
    login: null,
    roles: rolesOf(listAt(shown, 'authorBadges')),
    identifiable: channelId !== undefined,
  };
}

/**
 * Who sent a gift, of whom only the name is told. Where that is a handle, it belongs to one person; it is not the channel
 * id that the same person's messages carry.
 */
export function giverOf(name: string): Author {
  const isHandle = /^@\S+$/.test(name);
  return { id: isHandle ? name : '', name, login: null, roles: [], identifiable: isHandle };
}

function rolesOf(badges: readonly unknown[]): string[] {
  const icons = new Set<string>();
  for (const badge of badges) {
    const renderer = at(badge, 'liveChatAuthorBadgeRenderer');
    // Members have a picture of the channel's own in place of an icon.
    if (at(renderer, 'customThumbnail') !== undefined) icons.add('MEMBER');
    const icon = stringAt(renderer, 'icon', 'iconType');
    if (icon) icons.add(icon);
  }
  return ROLES.filter(([icon]) => icons.has(icon)).map(([, role]) => role);
}
