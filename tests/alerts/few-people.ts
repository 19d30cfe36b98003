/** Chats of few people who write much: among friends, before members, or as made by a script with a handful of names. */
import { MINUTE, type BroadcastKind } from './broadcast-kind.ts';
import { plain, surge } from './kinds.ts';

const turned = { minutes: 30, usual: 0.12, turned: 0.6, surges: [surge(12.1, 14), surge(22.4, 24)] };
const calm = { minutes: 30, usual: 0.15 };

const chats = [
  { viewers: 8, perMinute: 60 },
  { viewers: 8, perMinute: 300 },
  { viewers: 12, perMinute: 150 },
  { viewers: 20, perMinute: 100 },
  { viewers: 20, perMinute: 400 },
  { viewers: 40, perMinute: 200 },
];

export const FEW_PEOPLE_KINDS: readonly BroadcastKind[] = [
  ...chats.map((chat) =>
    plain({ ...turned, ...chat, name: `${chat.viewers} people, ${chat.perMinute} a minute` }),
  ),
  ...chats.map((chat) =>
    plain({ ...calm, ...chat, name: `${chat.viewers} people, ${chat.perMinute} a minute, calm` }),
  ),
  plain({
    ...calm,
    name: 'one of twelve is angry',
    viewers: 12,
    perMinute: 90,
    intruders: [
      { from: 12 * MINUTE, to: 20 * MINUTE, perMinute: 30, authors: 1, negative: 0.95, profane: 0.3 },
    ],
  }),
  plain({
    ...calm,
    name: 'two of thirty are angry',
    viewers: 30,
    perMinute: 120,
    intruders: [
      { from: 12 * MINUTE, to: 20 * MINUTE, perMinute: 30, authors: 2, negative: 0.95, profane: 0.3 },
    ],
  }),
];
