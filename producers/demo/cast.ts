import type { Author } from '../../core/events/generated.ts';

/** Roles of those in the demo who are more than viewers. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  하람: ['owner'],
  매니저_봄: ['moderator', 'subscriber'],
  도토리봇: ['moderator', 'bot'],
  밤산책: ['vip', 'subscriber'],
  PixelMoth: ['vip'],
  감자전사: ['subscriber'],
  라떼한잔: ['subscriber'],
  새벽네시: ['subscriber'],
  귤상자: ['subscriber'],
  MapleNoodle: ['subscriber'],
  nightowl_77: ['subscriber'],
  콩떡: ['subscriber'],
};

/** The author of this shown name. */
export function authorNamed(name: string): Author {
  return { id: `demo-${name}`, name, login: null, roles: ROLES[name] ?? [], identifiable: true };
}
