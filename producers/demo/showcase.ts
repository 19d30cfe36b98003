import { isSaid, type PlatformAct, type SaidLine, type Scene } from './script.ts';
import { DRAGON } from './scenes/dragon.ts';
import { FAREWELL } from './scenes/farewell.ts';
import { GARDEN } from './scenes/garden.ts';
import { OPENING } from './scenes/opening.ts';
import { PAUSE } from './scenes/pause.ts';
import { RECOVERY } from './scenes/recovery.ts';
import { STORM } from './scenes/storm.ts';
import { TOWER } from './scenes/tower.ts';

/** The scenes in order. */
const SCENES: readonly Scene[] = [OPENING, GARDEN, TOWER, PAUSE, STORM, RECOVERY, DRAGON, FAREWELL];

/** A line with the time (ms since the start) at which it comes. Numbers begin with 1. */
export interface TimedLine {
  readonly line: SaidLine | PlatformAct;
  readonly number: number;
  readonly at: number;
}

/** The whole demo, timed: the same in every performance. */
export const SHOWCASE: readonly TimedLine[] = timeLines(SCENES);

function timeLines(scenes: readonly Scene[]): TimedLine[] {
  const timed: TimedLine[] = [];
  let at = 0;
  for (const { pace, lines } of scenes) {
    for (const line of lines) {
      const number = timed.length + 1;
      at += pauseBefore(line) ?? Math.round(pace * rhythm(number));
      timed.push({ line, number, at });
    }
  }
  return timed;
}

function pauseBefore(line: SaidLine | PlatformAct): number | undefined {
  return isSaid(line) ? line[2]?.pause : line.pause;
}

/** Chat comes in bursts: factors with a mean of about 1, from the golden ratio, so that they never fall into a beat. */
function rhythm(number: number): number {
  const spread = (number * 0.618_033_988_75) % 1;
  return 0.25 + 2.2 * spread * spread;
}
