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

/** Whether both counted the same, and how often both are sure of a message and say the same. */
export function showAgreement(one: TrialResult, other: TrialResult): void {
  const keys = new Set([...one.windows.keys(), ...other.windows.keys()]);
  const different = [...keys].filter((key) => one.windows.get(key) !== other.windows.get(key)).length;
  let same = 0;
  let both = 0;
  for (const [id, positive] of one.scores) {
    const theirs = other.scores.get(id);
    if (theirs === undefined || !isSure(positive) || !isSure(theirs)) continue;
    both += 1;
    if (positive >= 0.5 === theirs >= 0.5) same += 1;
  }
  console.log(
    `${one.contestant.name} and ${other.contestant.name}: ${keys.size} minutes counted, ${different} differently; ` +
      `${both} messages of which both are sure (below 0.2 or above 0.8), ${((100 * same) / Math.max(1, both)).toFixed(1)} % on the same side`,
  );
}

const isSure = (positive: number): boolean => positive < 0.2 || positive > 0.8;
