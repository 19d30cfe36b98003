import type { AlertRule } from '../../../core/alerts/rule.ts';
import { STEP_MS, type ChatFigures } from './figures.ts';
import { recentVoices, voicesOf, type Share, type Voices } from './share.ts';
import { usualShare } from './usual.ts';

/** What a detector of surges says of a broadcast's newest windows. Shares are 0 to 1. */
export interface ShareFinding {
  readonly holds: boolean;
  readonly over: boolean;
  /** The start of the first window of what was found. */
  readonly since: number;
  readonly share: number;
  readonly usual: number;
  readonly threshold: number;
  /** Messages looked at. */
  readonly messages: number;
}

/** Lengths looked at, in windows: short ones find what is loud at once, long ones what is small. */
const SPANS = [1, 2, 3, 6] as const;
/** The newest windows say nothing about what is usual, so that a surge that begins does not. */
const GUARD_STEPS = 6;
const USUAL_STEPS = 150;
/** Fewer people than this are no surge. */
const LEAST_PEOPLE = 4;
/** Nats of evidence against chance, by Chernoff's bound: e^-7 is one in a thousand, and the bound is a cautious one. */
const EVIDENCE = 7;
/** Spreads that a share may wander above what is usual before chance is asked. */
const WANDER = 2;
/** Windows looked at for the end of a surge. */
const OVER_STEPS = 2;

export interface ShareSurgeOptions {
  readonly figures: ChatFigures;
  readonly share: Share;
  readonly rule: AlertRule;
}

/** Whether more of the messages are marked than is usual in this broadcast and than chance explains. Pure. */
export function findShareSurge({ figures, share, rule }: ShareSurgeOptions): ShareFinding {
  const newest = figures.steps.at(-1)?.start ?? 0;
  const usual = usualShare(
    figures.steps.filter(
      ({ start }) => start <= newest - GUARD_STEPS * STEP_MS && start > newest - USUAL_STEPS * STEP_MS,
    ),
    share,
  );
  const bar = Math.min(0.95, usual.share + WANDER * usual.spread);
  const threshold = Math.min(0.95, usual.share + rule.threshold);
  const seen = SPANS.map((length) => {
    const from = newest - (length - 1) * STEP_MS;
    return { from, voices: recentVoices(figures, from, share) };
  });
  const found = seen.find(
    ({ voices }) =>
      voices.marked >= rule.minimumCount &&
      voices.people >= LEAST_PEOPLE &&
      shareOf(voices) >= threshold &&
      evidenceOf(voices, bar) >= EVIDENCE,
  );
  const told = found ?? seen[1] ?? { from: newest, voices: { all: 0, marked: 0, people: 0 } };
  return {
    holds: found !== undefined,
    over: isOver(recentVoices(figures, newest - (OVER_STEPS - 1) * STEP_MS, share), usual.share, rule),
    since: firstAbove(figures, told.from, share, (usual.share + threshold) / 2),
    share: shareOf(told.voices),
    usual: usual.share,
    threshold,
    messages: told.voices.all,
  };
}

/** Few messages are no surge any more, whatever they say. */
function isOver(voices: Voices, usual: number, rule: AlertRule): boolean {
  if (voices.marked < Math.min(3, rule.minimumCount)) return true;
  return shareOf(voices) < usual + rule.resolveThreshold;
}

function firstAbove(figures: ChatFigures, from: number, share: Share, level: number): number {
  const first = figures.steps.find((step) => step.start >= from && shareOf(voicesOf([step], share)) >= level);
  return first?.start ?? from;
}

function shareOf({ all, marked }: Voices): number {
  return all > 0 ? marked / all : 0;
}

/** How unlikely so many marked messages are where `bar` of them are usual: -log of Chernoff's bound. */
function evidenceOf(voices: Voices, bar: number): number {
  const share = shareOf(voices);
  if (share <= bar) return 0;
  const inner = share >= 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - bar));
  return voices.all * (share * Math.log(share / bar) + inner);
}
