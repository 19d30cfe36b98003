import { makeAlertId } from '../../core/alerts/alert-id.ts';
import type { WindowUpdated, WordsRanked } from '../../core/events/generated.ts';
import { boardPoints } from '../../sinks/metrics/board-points.ts';
import { HOUR_MS, sumOfMinutes } from '../../sinks/metrics/hours.ts';
import type { MetricPoint } from '../../sinks/metrics/port.ts';
import { windowPoints } from '../../sinks/metrics/window-points.ts';
import { countAround, seededRandom } from './random.ts';
import { SEED_WORDS, type Show } from './shows.ts';

const MINUTE = 60_000;
const TEN_SECONDS = 10_000;
/** Shares of the seven emotions of an ordinary minute, in their order. */
const CALM = [0.08, 0.34, 0.03, 0.06, 0.14, 0.27, 0.08];
const ANGRY = [0.42, 0.08, 0.06, 0.24, 0.06, 0.04, 0.1];

/** The points of a show as the sinks would have written them. Windows of ten seconds only from `tenSecondsFrom` on. */
export function* chatPoints(show: Show, tenSecondsFrom: number): Generator<MetricPoint> {
  const random = seededRandom(show.start / 1000 + show.name.length);
  const minutes: MetricPoint[] = [];
  for (let start = show.start; start < show.end; start += MINUTE) {
    const windows = [windowAt(show, start, MINUTE, random)];
    if (start >= tenSecondsFrom)
      for (let ten = start; ten < start + MINUTE; ten += TEN_SECONDS)
        windows.push(windowAt(show, ten, TEN_SECONDS, random));
    const points = windowPoints(windows);
    minutes.push(...points.slice(0, 1));
    yield* points;
    yield* boardPoints({ type: 'WordsRanked', data: wordsAt(show, start, random) });
  }
  for (const hour of new Set(minutes.map(({ time }) => Math.floor(time / HOUR_MS) * HOUR_MS))) {
    const sum = sumOfMinutes(
      hour,
      minutes.filter(({ time }) => time >= hour && time < hour + HOUR_MS),
    );
    if (sum) yield sum;
  }
  yield* eventPoints(show, random);
}

function isSurge(show: Show, time: number): boolean {
  const minute = (time - show.start) / MINUTE;
  return show.surges.some(({ at, minutes }) => minute >= at && minute < at + minutes);
}

function windowAt(show: Show, start: number, sizeMs: number, random: () => number): WindowUpdated {
  const through = (start - show.start) / Math.max(MINUTE, show.end - show.start);
  const surge = isSurge(show, start);
  // Slow at the begin, full in the middle, and louder when something happens.
  const liveliness = (0.35 + 0.65 * Math.sin(Math.PI * Math.min(1, through))) * (surge ? 1.8 : 1);
  const messages = countAround(random, (show.busiest * liveliness * sizeMs) / MINUTE);
  const part = (share: number, of = messages): number => Math.min(of, countAround(random, of * share));
  const negative = part(surge ? Math.min(0.75, show.negative * 3) : show.negative);
  const positive = part(0.5, messages - negative);
  const shares = surge ? ANGRY : CALM;
  const emotions = shares.map((share) => part(share));
  return {
    broadcastId: show.broadcastId,
    platform: show.platform,
    channelId: show.channelId,
    sizeMs,
    start,
    closed: true,
    stamp: Math.floor((start - show.start) / 1000),
    messages,
    positive,
    negative,
    neutral: messages - negative - positive,
    profane: part(surge ? show.profane * 4 : show.profane),
    emotions,
    positiveSum: positive * 0.85 + (messages - negative - positive) * 0.5 + negative * 0.15,
    authors: Math.ceil(messages * 0.6),
    paid: part(0.004),
    removed: part(0.006),
    sanctions: surge ? part(0.003) : 0,
    negativeAuthors: Math.ceil(negative * 0.7),
    profaneAuthors: 0,
    voices: messages,
    negativeVoices: negative,
    profaneVoices: 0,
    recorded: false,
  };
}

function wordsAt({ broadcastId, channelId }: Show, start: number, random: () => number): WordsRanked {
  const words = SEED_WORDS.map((word, rank) => ({
    word,
    count: countAround(random, 60 / (rank + 1)),
    profane: false,
    copied: 0,
  }));
  return { broadcastId, channelId, start, closed: true, stamp: 0, messages: 0, total: 0, words };
}

/** A gap, and an alert for each surge that was told and is over. */
function* eventPoints(show: Show, random: () => number): Generator<MetricPoint> {
  const { broadcastId, channelId } = show;
  const from = show.start + Math.floor((show.end - show.start) * random() * 0.9);
  const to = from + 5_000 + random() * 40_000;
  const missed = null;
  yield* boardPoints({
    type: 'GapRecorded',
    data: { channelId, broadcastId, from, to, reason: 'the connection ended', missed, at: to },
  });
  for (const [i, surge] of show.surges.entries()) {
    const startedAt = show.start + surge.at * MINUTE;
    const rule = i % 2 === 0 ? 'negative-surge' : 'profanity-burst';
    const alertId = makeAlertId(rule, broadcastId, startedAt);
    const told = { alertId, notice: 'raised', idempotencyKey: alertId, attempts: 1 };
    const at = startedAt + 14_000 + Math.floor(random() * 3_000);
    yield* boardPoints({
      type: 'AlertRaised',
      data: {
        alertId,
        rule,
        severity: i % 2 === 0 ? 'critical' : 'warning',
        subject: broadcastId,
        channelId,
        broadcastId,
        value: 0.4,
        threshold: 0.15,
        baseline: show.negative,
        count: show.busiest,
        samples: [],
        detail: null,
        startedAt,
        at,
      },
    });
    if (random() < 0.2)
      yield* boardPoints({
        type: 'AlertDeliveryFailed',
        data: { ...told, destination: 'slack', reason: '503', final: false, at: at + 900 },
      });
    for (const destination of ['slack', 'mail'])
      yield* boardPoints({
        type: 'AlertDelivered',
        data: { ...told, destination, over: false, at: at + 400 + Math.floor(random() * 2_000) },
      });
    const over = startedAt + surge.minutes * MINUTE;
    const end = { value: 0.1, reason: 'recovered', at: over + 40_000 };
    yield* boardPoints({ type: 'AlertResolved', data: { alertId, rule, subject: broadcastId, ...end } });
  }
}
