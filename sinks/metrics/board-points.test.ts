import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAlertId, partsOfAlertId } from '../../core/alerts/alert-id.ts';
import { boardPoints } from './board-points.ts';

const AT = Date.UTC(2026, 5, 1, 20);

describe('points for boards', () => {
  it('hold the most frequent words of a closed minute, and none of an open one', () => {
    const words = Array.from({ length: 40 }, (_, i) => ({
      word: `word${i}`,
      count: 100 - i,
      profane: false,
      copied: 0,
    }));
    const ranked = {
      broadcastId: 'b',
      channelId: 'naver-shopping-123',
      start: AT,
      stamp: 7,
      messages: 10,
      total: 100,
      words: [{ word: 'x'.repeat(200), count: 999, profane: false, copied: 0 }, ...words],
    };
    expect(boardPoints({ type: 'WordsRanked', data: { ...ranked, closed: false } })).toEqual([]);
    const points = boardPoints({ type: 'WordsRanked', data: { ...ranked, closed: true } });
    expect(points).toHaveLength(20);
    expect(points[0]).toEqual({
      measurement: 'chat_words',
      tags: { platform: 'naver-shopping', channel: 'naver-shopping-123', word: 'word0' },
      time: AT,
      version: 7,
      fields: { count: 100 },
    });
  });

  it('tell how long a gap was, under a reason without its numbers', () => {
    const gap = {
      channelId: 'twitch-a',
      broadcastId: 'twitch-a-1',
      from: AT,
      to: AT + 4_500,
      reason: 'no answer for 31 s',
      missed: null,
      at: AT + 5_000,
    };
    const [point] = boardPoints({ type: 'GapRecorded', data: gap });
    expect(point?.fields).toEqual({ seconds: 4.5, missed: -1 });
    expect(point?.tags).toMatchObject({ platform: 'twitch', reason: 'no answer for # s' });
  });

  it('tell how long an alert was open and how long its notice took, from the id alone', () => {
    const alertId = makeAlertId('negative-surge', 'twitch-a-1', AT);
    const [resolved] = boardPoints({
      type: 'AlertResolved',
      data: {
        alertId,
        rule: 'negative-surge',
        subject: 'twitch-a-1',
        value: null,
        reason: 'recovered',
        at: AT + 90_000,
      },
    });
    expect(resolved).toMatchObject({ measurement: 'alert_resolved', fields: { seconds: 90 } });
    const [delivered] = boardPoints({
      type: 'AlertDelivered',
      data: {
        alertId,
        notice: 'raised',
        destination: 'slack',
        idempotencyKey: 'k',
        attempts: 2,
        over: false,
        at: AT + 12_000,
      },
    });
    expect(delivered).toMatchObject({
      tags: { outcome: 'delivered', destination: 'slack', rule: 'negative-surge' },
      fields: { attempts: 2, seconds: 12 },
    });
  });
});

describe('the id of an alert', () => {
  it('gives back its rule and the begin of its condition', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('negative-surge', 'store-away', 'source-failed'),
        fc.string(),
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        (rule, subject, startedAt) => {
          expect(partsOfAlertId(makeAlertId(rule, subject, startedAt))).toEqual({ rule, startedAt });
        },
      ),
    );
    expect(partsOfAlertId('test')).toBeUndefined();
  });
});
