import { MINUTE, within, type BroadcastKind, type MarkedSurge, type Mood } from './broadcast-kind.ts';

/** From and to, in minutes. */
export function surge(from: number, to: number): MarkedSurge {
  return { from: from * MINUTE, to: to * MINUTE };
}

/** A usual mood, and another one in the surges. */
export function turning(usual: Mood, surges: readonly MarkedSurge[], turned: Mood): (ms: number) => Mood {
  return (ms) => (surges.some((one) => within(ms, one)) ? turned : usual);
}

interface Plain {
  readonly name: string;
  readonly perMinute: number;
  readonly viewers: number;
  readonly surges?: readonly MarkedSurge[];
  readonly usual?: number;
  readonly turned?: number;
  readonly turnedPerMinute?: number;
  readonly profane?: number;
  readonly minutes?: number;
  readonly intruders?: BroadcastKind['intruders'];
}

export function plain(of: Plain): BroadcastKind {
  const { name, perMinute, viewers, surges = [], usual = 0.12, turned = 0.55, minutes = 45 } = of;
  const loud = {
    perMinute: of.turnedPerMinute ?? perMinute * 1.4,
    negative: turned,
    profane: of.profane ?? 0.2,
  };
  return {
    name,
    minutes,
    viewers,
    surges,
    at: turning({ perMinute, negative: usual, profane: 0.2 }, surges, loud),
    intruders: of.intruders ?? [],
  };
}

/** Events that change the amount, not the mood. */
function busy(name: string, perMinute: number, at: MarkedSurge, by: Mood): BroadcastKind {
  return {
    name,
    minutes: 45,
    viewers: 400,
    surges: [],
    at: turning({ perMinute, negative: 0.12 }, [at], by),
  };
}

/** Goes in a straight line between points (minute, share). */
export function along(points: readonly (readonly [number, number])[], ms: number): number {
  const minute = ms / MINUTE;
  let [lastAt, last] = points[0] ?? [0, 0];
  for (const [at, share] of points) {
    if (minute < at) return last + ((share - last) * (minute - lastAt)) / (at - lastAt);
    [lastAt, last] = [at, share];
  }
  return last;
}

export function drawn(
  name: string,
  perMinute: number,
  points: readonly (readonly [number, number])[],
  surges: readonly MarkedSurge[],
): BroadcastKind {
  return {
    name,
    minutes: 50,
    viewers: perMinute,
    surges,
    at: (ms) => ({ perMinute, negative: along(points, ms), profane: 0.2 }),
  };
}

/** On these the parameters of the detector were chosen. */
export const CHOOSING_KINDS: readonly BroadcastKind[] = [
  plain({ name: 'small', perMinute: 50, viewers: 60, surges: [surge(15, 17.5), surge(33, 35)] }),
  plain({ name: 'small, calm', perMinute: 40, viewers: 50 }),
  // As the models see the small talk of a Korean game stream.
  plain({ name: 'small talk, four tenths negative', perMinute: 120, viewers: 200, usual: 0.42 }),
  plain({ name: 'medium', perMinute: 200, viewers: 300, surges: [surge(14.1, 15.6), surge(30.2, 33)] }),
  plain({
    name: 'large',
    perMinute: 900,
    viewers: 2_000,
    surges: [surge(12.3, 14), surge(29, 30)],
    turned: 0.42,
  }),
  plain({
    name: 'rough tone',
    perMinute: 150,
    viewers: 200,
    usual: 0.33,
    turned: 0.72,
    surges: [surge(21, 23)],
  }),
  plain({
    name: 'one angry viewer',
    perMinute: 25,
    viewers: 30,
    intruders: [
      { from: 15 * MINUTE, to: 22 * MINUTE, perMinute: 14, authors: 1, negative: 0.95, profane: 0.5 },
    ],
  }),
  plain({
    name: 'bot spam',
    perMinute: 120,
    viewers: 150,
    intruders: [{ from: 18 * MINUTE, to: 20 * MINUTE, perMinute: 200, authors: 3, negative: 1, profane: 1 }],
  }),
  busy('raid of friends', 90, surge(20, 22), { perMinute: 700, negative: 0.08 }),
  busy('emote storm', 150, surge(20, 21), { perMinute: 1_500, negative: 0.03 }),
  drawn(
    'slow drift',
    180,
    [
      [0, 0.1],
      [50, 0.26],
    ],
    [],
  ),
  drawn(
    'slow ramp',
    220,
    [
      [0, 0.1],
      [20, 0.1],
      [25, 0.55],
      [28, 0.55],
      [29, 0.12],
    ],
    [surge(22.1, 28.6)],
  ),
  plain({
    name: 'repeated',
    perMinute: 250,
    viewers: 300,
    surges: [surge(12, 13.2), surge(16, 17), surge(20, 21.5), surge(25, 26), surge(29, 30)],
  }),
  plain({ name: 'quiet night', perMinute: 4, viewers: 12, minutes: 240 }),
];

/** Measured on beside the others; of the parameters only how much evidence is enough was settled with them. */
export const OTHER_KINDS: readonly BroadcastKind[] = [
  plain({
    name: 'small, loud surge',
    perMinute: 35,
    viewers: 45,
    surges: [surge(18.2, 20.4)],
    turnedPerMinute: 90,
  }),
  plain({ name: 'medium, calm', perMinute: 260, viewers: 350 }),
  plain({
    name: 'very large',
    perMinute: 3_000,
    viewers: 9_000,
    minutes: 35,
    surges: [surge(14.4, 15.9)],
    turned: 0.4,
  }),
  plain({ name: 'very large, calm', perMinute: 3_000, viewers: 9_000, minutes: 35 }),
  plain({
    name: 'hostile raid',
    perMinute: 80,
    viewers: 700,
    surges: [surge(22.3, 24)],
    turnedPerMinute: 420,
    turned: 0.6,
  }),
  plain({
    name: 'full of profanity',
    perMinute: 200,
    viewers: 250,
    surges: [surge(19.3, 21)],
    turned: 0.6,
    profane: 0.8,
  }),
  plain({
    name: 'shocked, few write',
    perMinute: 300,
    viewers: 350,
    surges: [surge(24.2, 26)],
    turnedPerMinute: 150,
  }),
  plain({ name: 'at the beginning', perMinute: 200, viewers: 260, minutes: 30, surges: [surge(4, 5.5)] }),
  plain({
    name: 'short surge',
    perMinute: 600,
    viewers: 900,
    surges: [surge(16.4, 16.9), surge(31.1, 31.6)],
  }),
  plain({
    name: 'three angry friends',
    perMinute: 100,
    viewers: 130,
    intruders: [
      { from: 20 * MINUTE, to: 24 * MINUTE, perMinute: 30, authors: 3, negative: 0.9, profane: 0.3 },
    ],
  }),
  plain({
    name: 'advertising bot',
    perMinute: 120,
    viewers: 140,
    intruders: [{ from: 15 * MINUTE, to: 18 * MINUTE, perMinute: 300, authors: 8, negative: 0, profane: 0 }],
  }),
  busy('farewell', 160, surge(40, 45), { perMinute: 420, negative: 0.19 }),
  busy('good play', 200, surge(20, 20.5), { perMinute: 2_400, negative: 0.1 }),
  drawn(
    'drift and surge',
    200,
    [
      [0, 0.08],
      [30, 0.2],
      [30.05, 0.6],
      [32, 0.6],
      [32.05, 0.2],
      [50, 0.24],
    ],
    [surge(30, 32)],
  ),
  drawn(
    'ramp in a large chat',
    800,
    [
      [0, 0.12],
      [24, 0.12],
      [27, 0.5],
      [30, 0.5],
      [31, 0.12],
    ],
    [surge(25.5, 30.6)],
  ),
  {
    ...plain({ name: 'waves', perMinute: 240, viewers: 300, surges: [surge(27.2, 29)] }),
    at: (ms) => {
      const negative = 0.14 + 0.05 * Math.sin((ms / MINUTE / 6) * 2 * Math.PI);
      return within(ms, surge(27.2, 29)) ? { perMinute: 340, negative: 0.58 } : { perMinute: 240, negative };
    },
  },
  plain({
    name: 'repeated, close',
    perMinute: 350,
    viewers: 400,
    surges: [surge(15, 16), surge(18.2, 19.2), surge(21.4, 22.4), surge(25, 26)],
  }),
  plain({
    name: 'night, woken',
    perMinute: 3,
    viewers: 60,
    minutes: 180,
    surges: [surge(120, 123)],
    turnedPerMinute: 80,
  }),
  plain({ name: 'night, calm', perMinute: 6, viewers: 15, minutes: 300 }),
  plain({ name: 'long surge', perMinute: 180, viewers: 240, minutes: 50, surges: [surge(20.3, 29)] }),
  plain({
    name: 'gentle audience',
    perMinute: 180,
    viewers: 220,
    usual: 0.04,
    turned: 0.36,
    surges: [surge(17.3, 19)],
  }),
];
