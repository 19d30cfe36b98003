import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, faultOf, namesOf, numbersOf, type AskOptions, type Series } from './ask-boards.ts';
import { boardQueries, drawnSeries, type BoardQuery } from './board-queries.ts';
import { startRealRun } from './real-run.ts';

/** ms */
const INTERVAL = 10_000;

let run: Awaited<ReturnType<typeof startRealRun>>;
/** ms since 1970 */
let ended: number;

beforeAll(async () => {
  run = await startRealRun();
  await run.begin();
  run.happenings();
  await run.poison();
  await run.turnTheMood();
  await run.loseArchive();
  await run.loseProcessors(() => Promise.all([run.returnArchive(), run.losePlatform(), run.askSlowly()]));
  await run.sendViewersAway();
  await run.end();
  ended = Date.now();
});
afterAll(async () => {
  await run.close();
});

/** Over the whole run, whole intervals. Windows end after what was said in them; what stands now stood so while it ran. */
const askAll = ({ now }: Partial<BoardQuery> = {}): AskOptions => ({
  influxUrl: run.influxUrl,
  range: {
    from: Math.floor(run.from / INTERVAL) * INTERVAL,
    to: now === true ? ended : Date.now() + 60_000,
    interval: INTERVAL,
  },
});

it('every query of every board answers with data from a real run', async () => {
  let left = boardQueries();
  const faults = async (): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const query of left) {
      const fault = await faultOf(query, askAll(query));
      if (fault !== undefined) found[query.where] = `${fault}: ${query.query}`;
    }
    left = left.filter(({ where }) => found[where] !== undefined);
    return found;
  };
  await expect.poll(faults, { timeout: 30_000, interval: 1_000 }).toEqual({});
});

/** The series of the queries whose place on the boards begins so. */
async function seriesAt(where: string): Promise<readonly Series[]> {
  const queries = boardQueries().filter((query) => query.where.startsWith(where));
  expect(queries, where).not.toEqual([]);
  const answers = await Promise.all(queries.map((query) => ask(query, askAll())));
  return answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer));
}

const sum = (series: readonly Series[]): number => numbersOf(series).reduce((all, one) => all + one, 0);

it('every series that the drawing of the pipeline names is there', async () => {
  const queries = boardQueries().filter(({ where }) => where.includes(' / The way of the data / '));
  const there = async (): Promise<ReadonlySet<string>> => {
    const answers = await Promise.all(
      queries.map(async (query) => {
        const series = await ask(query, askAll());
        return typeof series === 'string' ? [] : namesOf(query, series);
      }),
    );
    return new Set(answers.flat());
  };
  const names = await there();
  expect([...drawnSeries()].filter((name) => !names.has(name))).toEqual([]);
});

it('the figures are those of what happened', async () => {
  const figures = async () => {
    const perSecond = sum(await seriesAt('Chatpulse: application / Chat per second'));
    return {
      messages: Math.round((perSecond * INTERVAL) / 1_000),
      paid: sum(await seriesAt('Chatpulse: application / Paid messages')),
      deadLetters: sum(await seriesAt('Chatpulse: Kafka and processors / Dead letters / A')) / 2,
      alerts: sum(await seriesAt('Chatpulse: alerts / Fired / A')),
    };
  };
  // An alert, or the last windows, may be on their way to the store while it is asked.
  const differences = async () => {
    const [seen, truth] = [await figures(), await run.truth()];
    return JSON.stringify(seen) === JSON.stringify(truth) ? {} : { seen, truth };
  };
  await expect.poll(differences, { timeout: 30_000, interval: 1_000 }).toEqual({});
});
