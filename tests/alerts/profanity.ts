/** Bursts of profanity: what people swear for joy or in play, and what only looks like one. Nothing was chosen by them. */
import { MINUTE, type BroadcastKind, type MarkedSurge } from './broadcast-kind.ts';
import { along, plain, surge, turning } from './kinds.ts';

interface Swearing {
  readonly name: string;
  readonly perMinute: number;
  readonly bursts?: readonly MarkedSurge[];
  /** Share of profane messages among those that are not negative, usually and in a burst. */
  readonly usual?: number;
  readonly burst?: number;
  /** How many times as much is written in a burst. */
  readonly louder?: number;
  /** Share of negative messages in a burst. */
  readonly negative?: number;
  readonly minutes?: number;
  readonly intruders?: BroadcastKind['intruders'];
}

function swearing(of: Swearing): BroadcastKind {
  const { name, perMinute, bursts = [], usual = 0.02, burst = 0.4, louder = 1.3, negative = 0.12 } = of;
  const moods = [
    { perMinute, negative: 0.12, swearing: usual },
    { perMinute: perMinute * louder, negative, swearing: burst },
  ] as const;
  return {
    name,
    rule: 'profanity-burst',
    minutes: of.minutes ?? 45,
    viewers: Math.max(30, perMinute * 1.5),
    surges: bursts,
    at: turning(moods[0], bursts, moods[1]),
    intruders: of.intruders ?? [],
  };
}

const twice = [surge(14.15, 16), surge(30.3, 32)];
const rule = 'profanity-burst' as const;

export const PROFANITY_KINDS: readonly BroadcastKind[] = [
  swearing({ name: 'a lost game, in good mood', perMinute: 200, bursts: twice }),
  swearing({ name: 'small', perMinute: 50, burst: 0.6, bursts: twice }),
  swearing({ name: 'large', perMinute: 480, burst: 0.3, bursts: twice }),
  swearing({ name: 'very large', perMinute: 3_000, burst: 0.25, minutes: 25, bursts: [surge(14.15, 16)] }),
  swearing({ name: 'rough tone', perMinute: 240, usual: 0.2, burst: 0.6, bursts: twice }),
  swearing({ name: 'nobody swears', perMinute: 180, usual: 0, burst: 0.35, bursts: twice }),
  swearing({ name: 'short', perMinute: 360, burst: 0.5, bursts: [surge(12.1, 12.8), surge(25.4, 26.1)] }),
  swearing({ name: 'four times as loud', perMinute: 120, burst: 0.45, louder: 4, bursts: twice }),
  swearing({ name: 'few write', perMinute: 300, burst: 0.5, louder: 0.4, bursts: twice }),
  swearing({ name: 'a little more negative', perMinute: 240, burst: 0.45, negative: 0.2, bursts: twice }),
  swearing({ name: 'at the beginning', perMinute: 200, burst: 0.5, minutes: 25, bursts: [surge(4, 6)] }),
  swearing({
    name: 'one after the other',
    perMinute: 300,
    bursts: [surge(10, 11.5), surge(19, 20.5), surge(28, 29.5), surge(37, 38.5)],
  }),
  swearing({ name: 'calm', perMinute: 200, minutes: 120 }),
  swearing({ name: 'rough, calm', perMinute: 90, usual: 0.3, minutes: 120 }),
  swearing({ name: 'night', perMinute: 5, usual: 0.1, minutes: 240 }),
  swearing({
    name: 'one who swears all the time',
    perMinute: 60,
    intruders: [
      { from: 15 * MINUTE, to: 20 * MINUTE, perMinute: 30, authors: 1, negative: 0, profane: 1 },
      { from: 25 * MINUTE, to: 28 * MINUTE, perMinute: 200, authors: 1, negative: 0, profane: 1 },
    ],
  }),
  {
    ...swearing({ name: 'slow drift', perMinute: 180, minutes: 50 }),
    at: (ms) => ({
      perMinute: 180,
      negative: 0.12,
      swearing: along(
        [
          [0, 0.02],
          [50, 0.2],
        ],
        ms,
      ),
    }),
  },
  // These are told as surges of negative messages, and as nothing else.
  {
    ...plain({ name: 'a negative surge', perMinute: 200, viewers: 300, turned: 0.6, profane: 0.8 }),
    at: turning({ perMinute: 200, negative: 0.12, profane: 0.2 }, [surge(20, 22)], {
      perMinute: 280,
      negative: 0.65,
      profane: 0.9,
    }),
    rule,
  },
];
