import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { failureKind } from '../gateway/web/src/shell/failure-words.ts';
import type { Supervisor } from '../producers/supervisor.ts';
import { DRIVERS, type FaultDriver } from './platforms/fault-drivers.ts';
import {
  FAULTS,
  faultMatrixPage,
  MATRIX,
  PLATFORMS,
  type Fault,
  type MatrixPlatform,
  type Outcome,
} from './platforms/fault-matrix.ts';
import { createStage, type Stage } from './platforms/supervised.ts';

/** What stands between the capture and the first connection. */
const BEFORE: ReadonlySet<Fault> = new Set(['adult', 'private', 'deleted', 'login']);
const STEP_MS = 20;

const CELLS = PLATFORMS.flatMap((platform) =>
  (Object.keys(FAULTS) as Fault[]).flatMap((fault): [MatrixPlatform, Fault, Outcome][] => {
    const cell = MATRIX[platform][fault];
    return 'notApplicable' in cell ? [] : [[platform, fault, cell]];
  }),
);

let driver: FaultDriver | undefined;
let supervisor: Supervisor | undefined;
let stage: Stage;
afterEach(async () => {
  await supervisor?.stop();
  await driver?.close();
});

async function setUp(platform: MatrixPlatform): Promise<FaultDriver> {
  stage = createStage();
  const made = await DRIVERS[platform]();
  driver = made;
  supervisor = await stage.supervise([made.source]);
  return made;
}

function watch(platform: MatrixPlatform, channel: string): Promise<void> {
  const channelId = `${platform}-${channel}`;
  return stage.watch({ platform, channel, channelId, broadcastId: `${channelId}-1`, url: 'https://x.test' });
}

/** The states that were shown since it was cleared. A chat that is quiet is live. */
const shown = new Set<string>();

function state(): string {
  const now = supervisor?.status()[0]?.state ?? 'connecting';
  const told = now === 'quiet' ? 'live' : now;
  shown.add(told);
  return told;
}

/** Lets time pass quickly, yet slowly enough for requests on this machine, until it holds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    state();
    stage.clock.advance(STEP_MS);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('the fault matrix', () => {
  it('is the page of the documentation', () => {
    expect(readFileSync(new URL('../docs/fault-matrix.md', import.meta.url), 'utf8')).toBe(faultMatrixPage());
  });

  it.each(CELLS)('%s: %s', async (platform, fault, outcome) => {
    const { channel, begin, say, inject, mend, alsoSaid } = await setUp(platform);
    const bring = inject[fault];
    if (!bring) throw new Error(`${platform} does not know how to bring about ${fault}`);
    /** Says it again and again until one of it is recorded: right after joining a chat may not be heard yet. */
    const untilHeard = async (what: string): Promise<void> => {
      let turn = 0;
      await until(async () => {
        if (turn % 50 === 0) say(turn === 0 ? what : `${what} ${turn}`, stage.clock.now());
        turn += 1;
        return (await stage.texts()).some((text) => text.startsWith(what));
      });
    };

    if (!BEFORE.has(fault)) begin();
    else bring(stage.clock.now());
    await watch(platform, channel);
    if (!BEFORE.has(fault)) {
      await until(() => state() === 'live');
      await untilHeard('before');
      bring(stage.clock.now());
      if (fault !== 'end') say('during', stage.clock.now());
    }
    const from = stage.clock.now();
    shown.clear();
    await until(() => state() === outcome.state);
    expect(stage.clock.now() - from).toBeLessThanOrEqual(outcome.withinSeconds * 1_000);

    if (outcome.state === 'failed') {
      const [ended] = await stage.all('BroadcastEnded');
      expect(ended?.reason).toMatch(/^failed: ./);
      expect(failureKind(ended?.reason ?? ''), 'the pages have words for it').toBeDefined();
    } else if (outcome.state === 'ended') {
      expect((await stage.all('BroadcastEnded'))[0]?.reason).toBe('ended');
    } else if (outcome.state === 'connecting') {
      await until(() => (supervisor?.status()[0]?.reason ?? '') !== '');
    } else {
      mend();
      await until(() => state() === 'live');
      await untilHeard('after');
      const expected = [...(outcome.gap ? [] : ['during']), ...[alsoSaid?.[fault] ?? []].flat()];
      await until(async () => {
        const heard = await stage.texts();
        return expected.every((text) => heard.includes(text));
      });
      const heard = await stage.texts();
      expect(heard).toHaveLength(new Set(heard).size);
      if (outcome.state === 'live') expect([...shown]).toEqual(['live']);
    }
    expect((await stage.all('GapRecorded')).length > 0).toBe(outcome.gap);
  });
});
