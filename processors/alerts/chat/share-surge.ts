import type { AlertRule } from '../../../core/alerts/rule.ts';
import { MOST_VOICES } from '../../windows/counts.ts';
import { evidenceOf, type Usual } from './evidence.ts';
import { STEP_MS, type Arrival, type ChatFigures } from './figures.ts';
import { peopleOf, shareOf, voicesOf, type Share, type Voices } from './share.ts';

/** What a detector of surges says of a broadcast's newest arrivals. Shares are 0 to 1. */
export interface ShareFinding {
  readonly holds: boolean;
  readonly over: boolean;
  /** When what was found began, ms since 1970. */
  readonly since: number;
  readonly share: number;
  readonly usual: number;
  readonly threshold: number;
  /** Voices looked at. */
  readonly messages: number;
}

/** Fewer people than this are no surge. */
const LEAST_PEOPLE = 4;
/** Nats of evidence that are asked of a chat of one voice a second. */
const EVIDENCE = 8.8;
/**
 * A busy chat gives chance more opportunities in an hour, so that more is asked of it: with each doubling of its voices so
 * many times ln 2, which evens out the false alarms an hour (`npm run bench:alerts` prints them).
 */
const EVIDENCE_PER_RATE = 0.85;
/** So much of the evidence has to be left without so many of the loudest authors: neither an angry viewer nor a few bots raise an alert. */
const LEFT_WITHOUT_LOUD = 0.5;
const LOUD_PEOPLE = 3;
const LEAST_RATE = 0.1;
/** Arrivals of a shorter time tell nothing of the rate. */
const RATE_MS = 10_000;
/** Windows looked at for the end of a surge. */
const OVER_STEPS = 2;

export interface ShareSurgeOptions {
  readonly figures: ChatFigures;
  readonly share: Share;
  readonly rule: AlertRule;
  readonly usual: Usual;
}

interface Found extends Voices {
  readonly since: number;
  readonly evidence: number;
}

/** Whether more of the voices are marked than is usual in this broadcast and than chance explains. Pure. */
export function findShareSurge(options: ShareSurgeOptions): ShareFinding {
  const { figures, share, rule, usual } = options;
  const found = likeliestTurn(options);
  const newest = figures.steps.at(-1)?.start ?? 0;
  const latest = latestVoices(figures, newest - (OVER_STEPS - 1) * STEP_MS, share);
  const told = found ?? latest;
  return {
    holds: found !== undefined,
    over: isOver(latest, usual.share, rule),
    since: found?.since ?? newest,
    share: shareOf(told),
    usual: usual.share,
    threshold: thresholdOf(usual, rule),
    messages: told.all,
  };
}

function thresholdOf(usual: Usual, rule: AlertRule): number {
  return Math.min(0.95, usual.share + rule.threshold);
}

/** Of all moments since when the mood may have turned the one with most evidence, where that is enough. */
function likeliestTurn({ figures, share, rule, usual }: ShareSurgeOptions): Found | undefined {
  const { arrivals } = figures;
  const enough = EVIDENCE + EVIDENCE_PER_RATE * Math.log(rateOf(arrivals));
  const evidence = (voices: Voices): number => evidenceOf({ voices, usual, rise: rule.threshold });
  const sum = { all: 0, marked: 0 };
  let found: Found | undefined;
  const loud = loudAuthors();
  for (let index = arrivals.length - 1; index >= 0; index -= 1) {
    const arrival = arrivals[index];
    if (!arrival) break;
    const marked = arrival[share];
    sum.marked += marked;
    sum.all += arrival.voices;
    // A mood that turned has turned with a marked voice.
    if (marked === 0) continue;
    loud.add(arrival.start, marked, arrival.people[share]);
    if (sum.marked < rule.minimumCount) continue;
    if (shareOf(sum) < thresholdOf(usual, rule)) continue;
    const some = evidence(sum);
    if (some < enough || some <= (found?.evidence ?? 0)) continue;
    const byLoud = loud.voices();
    const rest = { all: sum.all - byLoud, marked: sum.marked - byLoud };
    if (shareOf(rest) <= usual.share || evidence(rest) < LEFT_WITHOUT_LOUD * enough) continue;
    if (peopleSince(figures, arrival.start, share) < LEAST_PEOPLE) continue;
    const since = Math.max(arrival.start, arrivals[index - 1]?.at ?? 0);
    found = { ...sum, since, evidence: some };
  }
  return found;
}

/** How many of the marked voices a few loud authors may have at most, of windows from the newest back. */
function loudAuthors() {
  let later = 0;
  let window = { start: -1, marked: 0, people: 0 };
  // Of the authors in a window everybody has one voice: what is more is of so many at least.
  const inWindow = (): number => {
    const { marked, people } = window;
    const more = Math.min(LOUD_PEOPLE * (MOST_VOICES - 1), Math.max(0, marked - people));
    return Math.min(marked, more + Math.max(1, Math.ceil(more / (MOST_VOICES - 1))));
  };
  return {
    add(start: number, marked: number, people: number): void {
      if (start !== window.start) {
        later += inWindow();
        window = { start, marked: 0, people: 0 };
      }
      window.marked += marked;
      window.people += people;
    },
    voices: (): number => later + inWindow(),
  };
}

/** Voices a second. */
function rateOf(arrivals: readonly Arrival[]): number {
  const voices = arrivals.reduce((sum, { voices: more }) => sum + more, 0);
  const time = (arrivals.at(-1)?.at ?? 0) - (arrivals[0]?.at ?? 0);
  return Math.max(LEAST_RATE, voices / (Math.max(RATE_MS, time) / 1000));
}

/** Few messages are no surge any more, whatever they say. */
function isOver(voices: Voices, usual: number, rule: AlertRule): boolean {
  if (voices.marked < Math.min(3, rule.minimumCount)) return true;
  return shareOf(voices) < usual + rule.resolveThreshold;
}

/** Most distinct people with a marked message in one of the windows or minutes since a time. */
function peopleSince({ steps, minutes }: ChatFigures, from: number, share: Share): number {
  let most = 0;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (!step || step.start < from) break;
    most = Math.max(most, peopleOf(step, share));
  }
  for (const minute of minutes)
    if (minute.start + 60_000 > from) most = Math.max(most, peopleOf(minute, share));
  return most;
}

function latestVoices({ steps }: ChatFigures, from: number, share: Share): Voices {
  let all = 0;
  let marked = 0;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    if (!step || step.start < from) break;
    const voices = voicesOf(step, share);
    all += voices.all;
    marked += voices.marked;
  }
  return { all, marked };
}
