import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../../../core/errors.ts';
import { MIN_INSYNC, planTopics, wantedTopics, type ExistingTopic } from '../../../core/log/kafka/setup.ts';
import type { PartPosition } from '../../skip-lost/plan.ts';
import { checkPart, type PartState } from './check-positions.ts';
import { topicFindings } from './check-topics.ts';

function stateOf(
  point: Partial<PartPosition['point']> & { readonly offset: number },
  more: Partial<PartState> = {},
): PartState {
  const at = { part: 'windows', topic: 'chat.analyzed', partition: 3 } as const;
  return {
    part: 'windows',
    running: true,
    positions: [{ ...at, point: { readTo: point.offset, stamp: -1, ...point } }],
    ranges: new Map([['chat.analyzed', [{ partition: 3, start: 100, end: 25_000 }]]]),
    ...more,
  };
}

describe('the position of a part', () => {
  it('that retention has overtaken does not go on by itself', () => {
    expect(checkPart(stateOf({ offset: 40, readTo: 120 }))).toMatchObject({
      level: 'fail',
      what: expect.stringContaining('60 records were deleted before it had read them (chat.analyzed/3)'),
      todo: expect.stringContaining('chatpulse skip-lost'),
    });
    expect(checkPart(stateOf({ offset: 100 })).level).not.toBe('fail');
  });

  it('past the end is of another log', () => {
    expect(checkPart(stateOf({ offset: 25_001 }))).toMatchObject({
      level: 'fail',
      what: expect.stringContaining('another log'),
    });
  });

  it('counts what waits by what is published, not by where a restart begins', () => {
    expect(checkPart(stateOf({ offset: 24_000, readTo: 25_000 }))).toMatchObject({
      level: 'ok',
      what: 'nothing waits',
    });
    expect(checkPart(stateOf({ offset: 24_000 }))).toMatchObject({
      level: 'ok',
      what: '1,000 records wait for it',
    });
  });

  it('that falls far behind, or that nobody moves, is worth knowing', () => {
    expect(checkPart(stateOf({ offset: 200 })).level).toBe('warn');
    expect(checkPart(stateOf({ offset: 24_999 }, { running: false }))).toMatchObject({
      level: 'warn',
      what: '1 record waits for it, and no process of it runs.',
    });
    expect(checkPart(stateOf({ offset: 0 }, { positions: [] }))).toMatchObject({
      what: expect.stringContaining('24,900 records'),
    });
  });
});

describe('topics', () => {
  const wanted = wantedTopics({
    topics: { 'chat.raw': { partitions: 16, retention: 'setting' } },
    retentionDays: 30,
    replicationFactor: 3,
  });
  const existing = wanted.map((topic): ExistingTopic => ({
    ...topic,
    ownSettings: topic.settings,
    behind: 0,
  }));
  const found = (topics: readonly ExistingTopic[]): string[] =>
    topicFindings(topics, planTopics(topics, wanted)).map(({ level, what }) => `${level} ${what}`);

  it('as they should be, missing, and with other settings', () => {
    expect(found(existing)).toEqual(['ok all 1 are as they should be']);
    expect(found([])).toEqual(['fail Missing: chat.raw.']);
    expect(found(existing.map((topic) => ({ ...topic, settings: {} })))).toEqual([
      expect.stringMatching(/^warn Settings differ: change {2}chat\.raw: /),
    ]);
  });

  it('that refuse every write, or whose replicas lag', () => {
    const single = existing.map((topic) => ({ ...topic, replicationFactor: 1 }));
    expect(found(single)).toEqual([
      expect.stringContaining('fail chat.raw: more replicas must be in sync than there are'),
      expect.stringContaining(`${MIN_INSYNC} 2 -> 1`),
      expect.stringContaining('warn note'),
    ]);
    expect(found(existing.map((topic) => ({ ...topic, behind: 2 })))).toEqual([
      'warn Not every replica has all records: chat.raw (2 partitions).',
    ]);
  });

  it('with another number of partitions', () => {
    const error = new ChatpulseError('CHATPULSE_TOPIC_MISMATCH', { message: 'chat.raw has 8.' });
    expect(topicFindings(existing, error)).toMatchObject([{ level: 'fail', what: 'chat.raw has 8.' }]);
  });
});
