import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ScoreCount } from '../../core/events/generated.ts';
import { loadModelReports } from '../../language/reports/load.ts';
import { createScoreBook } from '../health/score-book.ts';
import { Harness } from '../testing/harness.ts';
import type { ModelList } from './model-shapes.ts';

let harness: Harness | undefined;

afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

const COUNT: ScoreCount = {
  scores: Array.from({ length: 20 }, () => 50),
  features: 400,
  unknownFeatures: 100,
};

async function modelsOf(of: Harness): Promise<ModelList> {
  return (await (await of.fetch('/api/models')).json()) as ModelList;
}

describe('GET /api/models', () => {
  it('has what the training measured of each shipped model, and nothing live before anybody told', async () => {
    harness = await Harness.start({ gateway: { models: () => loadModelReports() } });
    const { models } = await modelsOf(harness);
    expect(models.map(({ model }) => model)).toEqual([
      'sentiment-ko',
      'sentiment-en',
      'emotion-ko',
      'emotion-en',
      'abuse-ko',
      'abuse-en',
    ]);
    expect(models.filter(({ report }) => report !== null).length).toBe(6);
    for (const { model, report, version, live, licence } of models) {
      if (report) expect(report.version, model).toBe(version);
      expect(live).toBeNull();
      expect(licence).not.toBe('');
    }
  });

  it('sets what analysing processes tell beside the training', async () => {
    harness = await Harness.start({ gateway: { models: () => loadModelReports() } });
    const version = (await modelsOf(harness)).models[1]?.version ?? '';
    const told = { since: Date.now() - 60_000, at: Date.now() };
    const scores = { model: 'sentiment-en', version, hour: COUNT, day: COUNT };
    await harness.append('system.health', 'p1', 'ScoresTold', { ...told, processId: 'p1', models: [scores] });
    await harness.append('system.health', 'p2', 'ScoresTold', {
      ...told,
      processId: 'p2',
      // Another version is none of this one's drift.
      models: [scores, { ...scores, model: 'abuse-ko', version: 'other' }],
    });
    const { hour } = await vi.waitUntil(async () => {
      const live = (await modelsOf(harness as Harness)).models[1]?.live;
      return live?.hour.texts === 2_000 ? live : undefined;
    });
    expect(hour.unknownShare).toBe(0.25);
    expect(hour.shift).toBeGreaterThan(0.1);
    expect(hour.shift).toBeLessThan(1);
    const abuse = (await modelsOf(harness)).models.find(({ model }) => model === 'abuse-ko');
    expect(abuse?.live).toBeNull();
  });
});

describe('the book of scores', () => {
  it('keeps the day of a process that ended and drops its hour', () => {
    const book = createScoreBook();
    const models = [{ model: 'abuse-en', version: 'v', hour: COUNT, day: COUNT }];
    book.take({ processId: 'p1', since: 0, at: 1_000, models });
    book.take({ processId: 'p1', since: 0, at: 500, models: [] });
    const [later] = book.at(1_000 + 10 * 60_000);
    expect(later?.day.scores[0]).toBe(50);
    expect(later?.hour.scores[0]).toBe(0);
    expect(book.at(1_000 + 25 * 3_600_000)).toEqual([]);
  });
});
