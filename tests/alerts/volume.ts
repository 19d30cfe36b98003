/** Chats that become loud or fall silent, and what only looks like it. Nothing was chosen by them. */
import { within, type BroadcastKind, type MarkedSurge, type Mood } from './broadcast-kind.ts';
import { along, surge, turning } from './kinds.ts';

interface Loudness {
  readonly name: string;
  readonly perMinute: number;
  /** Messages a minute in between. */
  readonly other?: number;
  readonly when?: readonly MarkedSurge[];
  /** What of that is marked; default: all. */
  readonly marked?: readonly MarkedSurge[];
  readonly minutes?: number;
  /** Of what is said in between. */
  readonly mood?: Partial<Mood>;
}

function changing(rule: 'chat-surge' | 'chat-silence', of: Loudness): BroadcastKind {
  const { name, perMinute, other = 0, when = [], marked = when, minutes = 45, mood } = of;
  return {
    name,
    rule,
    minutes,
    viewers: Math.max(30, perMinute * 1.5),
    surges: marked,
    at: turning({ perMinute, negative: 0.12 }, when, { perMinute: other, negative: 0.12, ...mood }),
  };
}

const loud = (of: Loudness): BroadcastKind => changing('chat-surge', of);
const silent = (of: Loudness): BroadcastKind => changing('chat-silence', of);
/** Goes in a straight line between points (minute, messages a minute). */
const drawn = (kind: BroadcastKind, points: readonly (readonly [number, number])[]): BroadcastKind => ({
  ...kind,
  at: (ms) => ({ perMinute: along(points, ms), negative: 0.12 }),
});

const twice = [surge(14.15, 15.5), surge(30.3, 31.5)];
const none = { when: twice, marked: [] } as const;

export const CHAT_SURGE_KINDS: readonly BroadcastKind[] = [
  loud({ name: 'raid of friends', perMinute: 90, other: 700, when: twice, mood: { negative: 0.05 } }),
  loud({ name: 'emote storm', perMinute: 150, other: 1_500, when: twice }),
  loud({ name: 'a goal', perMinute: 480, other: 4_000, when: [surge(14.15, 14.9)], minutes: 25 }),
  loud({ name: 'small', perMinute: 40, other: 420, when: twice }),
  loud({ name: 'seven times as much', perMinute: 200, other: 1_400, when: twice }),
  loud({ name: 'half a minute', perMinute: 200, other: 1_800, when: [surge(12.1, 12.6), surge(25.4, 25.9)] }),
  loud({ name: 'in the fifth minute', perMinute: 120, other: 1_000, when: [surge(4.2, 5.5)], minutes: 25 }),
  loud({ name: 'night, woken', perMinute: 6, other: 500, when: [surge(60.2, 62)], minutes: 120 }),
  loud({
    name: 'one after the other',
    perMinute: 150,
    other: 1_300,
    when: [surge(10, 11), surge(19, 20), surge(28, 29), surge(37, 38)],
  }),
  drawn(loud({ name: 'a quick ramp', perMinute: 150, marked: [surge(20.6, 23)] }), [
    [0, 150],
    [20, 150],
    [21, 1_500],
    [23, 1_500],
    [23.2, 150],
  ]),
  loud({ name: 'three times as much', perMinute: 200, other: 600, ...none }),
  loud({ name: 'a laugh of six seconds', perMinute: 200, other: 2_000, when: [surge(20, 20.1)], marked: [] }),
  loud({ name: 'few, five times as many', perMinute: 20, other: 120, ...none }),
  loud({ name: 'calm', perMinute: 120, minutes: 120 }),
  loud({ name: 'night, calm', perMinute: 6, minutes: 240 }),
  drawn(loud({ name: 'an evening that fills', perMinute: 60, minutes: 90 }), [
    [0, 60],
    [90, 900],
  ]),
  // Told as a surge of negative messages, and as nothing else.
  loud({ name: 'an angry crowd', perMinute: 120, other: 1_000, mood: { negative: 0.7 }, ...none }),
];

const away = [surge(14.15, 19), surge(30.3, 36)];

export const CHAT_SILENCE_KINDS: readonly BroadcastKind[] = [
  silent({ name: 'medium', perMinute: 200, when: away }),
  silent({ name: 'large', perMinute: 900, when: [surge(14.15, 19)], minutes: 25 }),
  silent({ name: 'small', perMinute: 30, when: away }),
  silent({ name: 'fifteen a minute', perMinute: 15, when: away }),
  silent({ name: 'for long', perMinute: 120, when: [surge(20.1, 50)], minutes: 70 }),
  silent({ name: 'early', perMinute: 60, when: [surge(5, 10)], minutes: 25 }),
  {
    ...silent({ name: 'after a surge', perMinute: 90, when: [surge(22, 27)] }),
    at: (ms) => {
      if (within(ms, surge(20, 22))) return { perMinute: 700, negative: 0.1 };
      return { perMinute: within(ms, surge(22, 27)) ? 0 : 90, negative: 0.12 };
    },
  },
  silent({
    name: 'two minutes and a half',
    perMinute: 120,
    when: [surge(15, 17.5), surge(30, 32.5)],
    marked: [],
  }),
  silent({ name: 'twelve a minute', perMinute: 12, minutes: 240 }),
  silent({ name: 'five a minute, then none', perMinute: 5, ...none, when: away, minutes: 60 }),
  silent({ name: 'night', perMinute: 1, minutes: 300 }),
  drawn(silent({ name: 'fades away', perMinute: 60, minutes: 90 }), [
    [0, 60],
    [30, 60],
    [60, 2],
    [90, 1],
  ]),
];
