/**
 * Broadcasts by what a surge may look like, and by what only looks like one. Nothing was chosen by them.
 */
import { MINUTE, type BroadcastKind, type MarkedSurge, type Mood } from './broadcast-kind.ts';
import { drawn, plain, surge, turning } from './kinds.ts';

const usual = { minutes: 30, usual: 0.12, turned: 0.65 };
const at = [surge(15.15, 17)];

function moody(
  name: string,
  moods: { readonly usual: Mood; readonly turned: Mood },
  when: readonly MarkedSurge[],
  surges: readonly MarkedSurge[],
): BroadcastKind {
  const viewers = Math.max(30, moods.usual.perMinute * 1.5);
  return { name, minutes: 40, viewers, surges, at: turning(moods.usual, when, moods.turned) };
}

export const SHAPES: readonly BroadcastKind[] = [
  plain({ ...usual, name: '50 a second', perMinute: 3_000, viewers: 6_000, minutes: 20, surges: at }),
  plain({ ...usual, name: '5 a second', perMinute: 300, viewers: 500, surges: at }),
  plain({ ...usual, name: '2 a second', perMinute: 120, viewers: 200, surges: at }),
  plain({ ...usual, name: '1 in two seconds', perMinute: 30, viewers: 50, turned: 0.85, surges: at }),
  plain({
    ...usual,
    name: '40 % negative',
    perMinute: 300,
    viewers: 500,
    usual: 0.4,
    turned: 0.85,
    surges: at,
  }),
  plain({
    ...usual,
    name: '3 % negative',
    perMinute: 240,
    viewers: 400,
    usual: 0.03,
    turned: 0.4,
    surges: at,
  }),
  moody(
    'twice as much at once',
    { usual: { perMinute: 150, negative: 0.12 }, turned: { perMinute: 300, negative: 0.6 } },
    at,
    at,
  ),
  plain({
    ...usual,
    name: 'short bursts',
    perMinute: 360,
    viewers: 500,
    surges: [10, 13, 16, 19].map((minute) => surge(minute + 0.1, minute + 0.5)),
  }),
  drawn(
    'a ramp of one minute',
    360,
    [
      [0, 0.12],
      [15, 0.12],
      [16, 0.7],
      [17.5, 0.7],
      [17.6, 0.12],
    ],
    [surge(15.35, 17.55)],
  ),
  plain({ ...usual, name: 'in the second minute', perMinute: 300, viewers: 500, surges: [surge(1.6, 3)] }),
  plain({
    ...usual,
    name: 'two, a minute and a half apart',
    perMinute: 240,
    viewers: 400,
    surges: [surge(12, 13.5), surge(16.5, 18)],
  }),
  moody(
    'twice as much, no other mood',
    { usual: { perMinute: 150, negative: 0.2 }, turned: { perMinute: 320, negative: 0.2 } },
    [surge(12, 14), surge(20, 22)],
    [],
  ),
  moody(
    'raid of the kind',
    { usual: { perMinute: 60, negative: 0.25 }, turned: { perMinute: 900, negative: 0.02 } },
    at,
    [],
  ),
  plain({
    ...usual,
    name: 'one author spams',
    perMinute: 40,
    viewers: 60,
    intruders: [
      { from: 10 * MINUTE, to: 14 * MINUTE, perMinute: 180, authors: 1, negative: 1, profane: 0.5 },
      { from: 20 * MINUTE, to: 24 * MINUTE, perMinute: 20, authors: 1, negative: 1, profane: 1 },
    ],
  }),
  plain({ ...usual, name: 'two quiet hours', perMinute: 180, viewers: 300, minutes: 120 }),
  plain({ ...usual, name: 'two quiet hours, 45 %', perMinute: 90, viewers: 120, minutes: 120, usual: 0.45 }),
  plain({ ...usual, name: 'two quiet hours, 5 %', perMinute: 60, viewers: 80, minutes: 120, usual: 0.05 }),
];
