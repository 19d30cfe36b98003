/**
 * How well surges of negative messages, bursts of profanity, and chats that become loud or fall silent are found in
 * synthesised broadcasts with marks, through the real processors of windows and alerts: `npm run bench:alerts [seeds]`. The
 * parameters were chosen on the first set of kinds and seeds; the others have other kinds and other seeds. Then how often
 * chance alone raises an alert.
 */
import { CHAT_RULES } from '../core/alerts/rule.ts';
import { CHOOSING_KINDS, OTHER_KINDS } from '../tests/alerts/kinds.ts';
import type { BroadcastKind } from '../tests/alerts/broadcast-kind.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from '../tests/alerts/measure.ts';
import { QUIET_HOURS, quietKinds } from '../tests/alerts/quiet.ts';
import { FEW_PEOPLE_KINDS } from '../tests/alerts/few-people.ts';
import { PROFANITY_KINDS } from '../tests/alerts/profanity.ts';
import { SHAPES } from '../tests/alerts/shapes.ts';
import { CHAT_SILENCE_KINDS, CHAT_SURGE_KINDS } from '../tests/alerts/volume.ts';

const seeds = Number(process.argv[2] ?? 3);
const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(6);
/** So soon after its begin a surge should be told. */
const SOON_MS = 15_000;
const p50And95 = (values: readonly number[]): string =>
  [0.5, 0.95].map((share) => seconds(quantile(values, share))).join('');

function line(name: string, score: Score, isOfNegative: boolean): void {
  const { found, missed, wrong } = score;
  const soon = score.delays.filter((delay) => delay <= SOON_MS).length;
  const counts = [found, missed, wrong, soon].map((count) => String(count).padStart(6)).join('');
  const shares = [precision(score), recall(score)].map((share) => share.toFixed(3).padStart(8)).join('');
  const sure = isOfNegative ? [score.untilSure, score.sinceSure] : [];
  const parts = [score.delays, score.sinceDetectable, ...sure, score.ticks];
  process.stdout.write(`${name.padEnd(34)}${counts}${shares} ${parts.map(p50And95).join(' |')}\n`);
}

function scoreOf(kind: BroadcastKind, firstSeed: number): Score {
  let sum = NO_SCORE;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) sum = add(sum, measure(kind, seed));
  return sum;
}

function report(title: string, kinds: readonly BroadcastKind[], firstSeed: number): void {
  const isOfNegative = kinds[0]?.rule === undefined;
  const parts = isOfNegative
    ? 'since the 8th |  until sure |  since then | since the newest'
    : 'since it could | since the newest';
  process.stdout.write(
    `\n${title}: ${kinds.length} kinds, ${seeds} seeds from ${firstSeed}; seconds as p50 and p95; soon: within ${SOON_MS / 1000} s of the begin\n` +
      `${''.padEnd(34)} found missed wrong  soon precis. recall  whole delay | ${parts}\n`,
  );
  let all = NO_SCORE;
  for (const kind of kinds) {
    const score = scoreOf(kind, firstSeed);
    line(kind.name, score, isOfNegative);
    all = add(all, score);
  }
  line('all', all, isOfNegative);
}

function reportQuiet(): void {
  process.stdout.write(`\nQuiet chats of ${QUIET_HOURS} h whose share wanders: false alarms an hour\n`);
  const kinds = quietKinds();
  for (const rule of CHAT_RULES) {
    let wrong = 0;
    for (const kind of kinds) {
      const score = scoreOf({ ...kind, rule }, 5_001);
      wrong += score.wrong;
      if (rule === 'negative-surge')
        process.stdout.write(`${kind.name.padEnd(34)}${(score.wrong / seeds / QUIET_HOURS).toFixed(3)}\n`);
    }
    const perHour = wrong / seeds / QUIET_HOURS / kinds.length;
    process.stdout.write(`${`all, ${rule}`.padEnd(34)}${perHour.toFixed(3)}\n`);
  }
}

report('Chosen on', CHOOSING_KINDS, 1);
report('Others', OTHER_KINDS, 1_001);
report('By shape', SHAPES, 3_001);
report('Few people', FEW_PEOPLE_KINDS, 9_001);
report('Bursts of profanity', PROFANITY_KINDS, 6_001);
report('Chats that become loud', CHAT_SURGE_KINDS, 7_001);
report('Chats that fall silent', CHAT_SILENCE_KINDS, 8_001);
reportQuiet();
