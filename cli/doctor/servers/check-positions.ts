import type { PartitionRange } from '../../../core/log/port.ts';
import { plural } from '../../../core/plural.ts';
import { grouped } from '../../progress-line.ts';
import { planSkips, type PartPosition } from '../../skip-lost/plan.ts';
import { fail, ok, warn, type Finding } from '../finding.ts';

/** What is known of a part and the topics that it reads. */
export interface PartState {
  readonly part: string;
  /** Whether any process is a member of its group. */
  readonly running: boolean;
  readonly positions: readonly PartPosition[];
  /** The ranges of every topic that it reads. */
  readonly ranges: ReadonlyMap<string, readonly PartitionRange[]>;
}

/** A part that is further behind than this does not keep up. */
const MUCH = 20_000;

/** Whether a part finds its next records, and how many wait for it. */
export function checkPart({ part, running, positions, ranges }: PartState): Finding {
  const name = `lag ${part}`;
  const rangesOf = (topic: string): readonly PartitionRange[] => ranges.get(topic) ?? [];
  const skips = planSkips(positions, rangesOf);
  if (skips.length > 0) {
    const lost = skips.reduce((sum, { from, to }) => sum + to - from, 0);
    return fail(
      name,
      `${grouped(lost)} ${plural(lost, 'record was', 'records were')} deleted before it had read ${plural(lost, 'it', 'them')} (${placesOf(skips)}); it does not go on.`,
      'Stop it and run `chatpulse skip-lost`, which records what is lost and lets it go on; raise CHATPULSE_RETENTION_DAYS.',
    );
  }
  const ahead = positions.filter(({ topic, partition, point }) => {
    const range = rangesOf(topic).find((one) => one.partition === partition);
    return range !== undefined && point.offset > range.end;
  });
  if (ahead.length > 0)
    return fail(
      name,
      `It has read further than the log goes (${placesOf(ahead)}): its positions are of another log.`,
      'Delete its group on the brokers (kafka-consumer-groups.sh --delete): it then reads this log from the beginning.',
    );
  return lagFinding(name, lagOf(positions, ranges), running);
}

function lagFinding(name: string, lag: number, running: boolean): Finding {
  if (lag === 0) return ok(name, running ? 'nothing waits' : 'nothing waits; no process of it runs');
  const what = `${grouped(lag)} ${plural(lag, 'record waits', 'records wait')} for it`;
  if (!running) return warn(name, `${what}, and no process of it runs.`, 'Start it: `chatpulse run`.');
  return lag > MUCH
    ? warn(name, `${what}.`, 'See its log for the last error; start another process.')
    : ok(name, what);
}

function lagOf(
  positions: readonly PartPosition[],
  ranges: ReadonlyMap<string, readonly PartitionRange[]>,
): number {
  let lag = 0;
  for (const [topic, list] of ranges)
    for (const { partition, start, end } of list) {
      const at = positions.find((one) => one.topic === topic && one.partition === partition);
      lag += Math.max(0, end - Math.max(start, at?.point.readTo ?? start));
    }
  return lag;
}

const PLACES = 3;

function placesOf(at: readonly { readonly topic: string; readonly partition: number }[]): string {
  const names = at.slice(0, PLACES).map(({ topic, partition }) => `${topic}/${partition}`);
  return at.length > PLACES ? `${names.join(', ')}, …` : names.join(', ');
}
