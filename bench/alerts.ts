/**
 * How well surges of negative messages are found in synthesised broadcasts with marks, through the real processors of
 * windows and alerts: `npm run bench:alerts [seeds]`. The parameters were chosen on the first set of kinds and seeds; the
 * others have other kinds and other seeds. Then how often chance alone raises an alert.
 */
import { CHOOSING_KINDS, OTHER_KINDS } from '../tests/alerts/kinds.ts';
import type { BroadcastKind } from '../tests/alerts/broadcast-kind.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from '../tests/alerts/measure.ts';
import { QUIET_HOURS, quietKinds } from '../tests/alerts/quiet.ts';
import { SHAPES } from '../tests/alerts/shapes.ts';

const seeds = Number(process.argv[2] ?? 3);
const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(6);
const p50And95 = (values: readonly number[]): string =>
  [0.5, 0.95].map((share) => seconds(quantile(values, share))).join('');

function line(name: string, score: Score): void {
  const { found, missed, wrong } = score;
  const counts = [found, missed, wrong].map((count) => String(count).padStart(6)).join('');
  const shares = [precision(score), recall(score)].map((share) => share.toFixed(3).padStart(8)).join('');
  const parts = [score.delays, score.sinceDetectable, score.untilSure, score.sinceSure, score.ticks];
  process.stdout.write(`${name.padEnd(34)}${counts}${shares} ${parts.map(p50And95).join(' |')}\n`);
}

function scoreOf(kind: BroadcastKind, firstSeed: number): Score {
  let sum = NO_SCORE;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) sum = add(sum, measure(kind, seed));
  return sum;
}

function report(title: string, kinds: readonly BroadcastKind[], firstSeed: number): void {
  process.stdout.write(
    `\n${title}: ${kinds.length} kinds, ${seeds} seeds from ${firstSeed}; seconds as p50 and p95\n` +
      `${''.padEnd(34)} found missed wrong precis. recall  whole delay | since the 8th |  until sure |  since then | since the newest\n`,
  );
  let all = NO_SCORE;
  for (const kind of kinds) {
    const score = scoreOf(kind, firstSeed);
    line(kind.name, score);
    all = add(all, score);
  }
  line('all', all);
}

function reportQuiet(): void {
  process.stdout.write(`\nQuiet chats of ${QUIET_HOURS} h whose share wanders: false alarms an hour\n`);
  let wrong = 0;
  const kinds = quietKinds();
  for (const kind of kinds) {
    const score = scoreOf(kind, 5_001);
    wrong += score.wrong;
    process.stdout.write(`${kind.name.padEnd(34)}${(score.wrong / seeds / QUIET_HOURS).toFixed(3)}\n`);
  }
  process.stdout.write(`${'all'.padEnd(34)}${(wrong / seeds / QUIET_HOURS / kinds.length).toFixed(3)}\n`);
}

report('Chosen on', CHOOSING_KINDS, 1);
report('Others', OTHER_KINDS, 1_001);
report('By shape', SHAPES, 3_001);
reportQuiet();
