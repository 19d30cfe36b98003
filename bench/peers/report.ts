import { quantiles, showQuantiles } from '../support/quantiles.ts';
import type { TrialResult } from './trial.ts';

const perSecond = ({ messages, catchUpSeconds }: TrialResult): number => messages / catchUpSeconds;
const cpuPerMillion = ({ messages, cpu }: TrialResult): number => (cpu.own / messages) * 1e6;

export function showResult(result: TrialResult): void {
  const { contestant, cpu, messages, memoryBytes, latencies } = result;
  console.log(contestant.name);
  console.log(`  does               ${contestant.does}`);
  console.log(`  at once            ${Math.round(perSecond(result)).toLocaleString('en')} messages/s`);
  console.log(
    `  CPU                ${cpuPerMillion(result).toFixed(0)} s per million messages, and ${((cpu.servers / messages) * 1e6).toFixed(0)} s of the servers`,
  );
  console.log(`  memory             ${Math.round(memoryBytes / 1e6)} MB, all its processes`);
  console.log(`  append to score    ${showQuantiles(latencies)}`);
}

/** The first against the second. */
export function showRatios(one: TrialResult, other: TrialResult): void {
  const times = (a: number, b: number): string => `${(a / b).toFixed(2)}x`;
  const [p, q] = [quantiles(one.latencies), quantiles(other.latencies)];
  console.log(`${one.contestant.name} / ${other.contestant.name}`);
  console.log(
    `  messages/s ${times(perSecond(one), perSecond(other))}, CPU a message ${times(cpuPerMillion(one), cpuPerMillion(other))}, ` +
      `memory ${times(one.memoryBytes, other.memoryBytes)}, p50 ${times(p.p50, q.p50)}, p99 ${times(p.p99, q.p99)}`,
  );
}

/** Whether both counted the same, and how often they say the same of a message: of all, and where both are sure. */
export function showAgreement(one: TrialResult, other: TrialResult): void {
  const keys = new Set([...one.windows.keys(), ...other.windows.keys()]);
  const different = [...keys].filter((key) => one.windows.get(key) !== other.windows.get(key)).length;
  const all = { both: 0, same: 0 };
  const sure = { both: 0, same: 0 };
  for (const [id, positive] of one.scores) {
    const theirs = other.scores.get(id);
    if (theirs === undefined) continue;
    const same = positive >= 0.5 === theirs >= 0.5 ? 1 : 0;
    for (const share of isSure(positive) && isSure(theirs) ? [all, sure] : [all]) {
      share.both += 1;
      share.same += same;
    }
  }
  console.log(`${one.contestant.name} and ${other.contestant.name}`);
  console.log(`  minutes            ${keys.size} counted, ${different} differently`);
  console.log(
    `  mood               ${percent(all.same, all.both)} of all ${all.both} messages on the same side`,
  );
  console.log(
    `  where both are sure ${percent(sure.same, sure.both)} of ${sure.both} (below 0.2 or above 0.8), which are ${percent(sure.both, all.both)} of all`,
  );
}

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
const isSure = (positive: number): boolean => positive < 0.2 || positive > 0.8;
