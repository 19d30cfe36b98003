/**
 * How well surges of negative messages are found in synthesised broadcasts with marks, through the real processors of
 * windows and alerts: `npm run bench:alerts [seeds]`. The parameters were chosen on the first set of kinds and seeds; the
 * second has other kinds and other seeds.
 */
import { CHOOSING_KINDS, OTHER_KINDS } from '../tests/alerts/kinds.ts';
import type { BroadcastKind } from '../tests/alerts/broadcast-kind.ts';
import { add, measure, NO_SCORE, precision, quantile, recall, type Score } from '../tests/alerts/measure.ts';

const seeds = Number(process.argv[2] ?? 3);
const seconds = (ms: number): string => (ms / 1000).toFixed(1).padStart(6);

function line(name: string, score: Score): void {
  const { found, missed, wrong, delays, sinceDetectable } = score;
  const counts = [found, missed, wrong].map((count) => String(count).padStart(6)).join('');
  const shares = [precision(score), recall(score)].map((share) => share.toFixed(3).padStart(8)).join('');
  const times = [quantile(delays, 0.5), quantile(delays, 0.95), quantile(sinceDetectable, 0.95)].map(seconds);
  process.stdout.write(`${name.padEnd(26)}${counts}${shares} ${times.join(' ')}\n`);
}

function report(title: string, kinds: readonly BroadcastKind[], firstSeed: number): void {
  process.stdout.write(
    `\n${title}: ${kinds.length} kinds, ${seeds} seeds from ${firstSeed}\n` +
      `${''.padEnd(26)} found missed wrong precis. recall  delay s: p50, p95, and p95 since it could be known\n`,
  );
  let all = NO_SCORE;
  for (const kind of kinds) {
    let sum = NO_SCORE;
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) sum = add(sum, measure(kind, seed));
    line(kind.name, sum);
    all = add(all, sum);
  }
  line('all', all);
}

report('Chosen on', CHOOSING_KINDS, 1);
report('Others', OTHER_KINDS, 1_001);
