import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comment } from '../../tests/platforms/naver-payloads.ts';
import { parseBroadcast } from './broadcast.ts';
import { parseRecentPage, parseReplayPage, type CommentPage } from './pages.ts';

const AT = Date.UTC(2026, 0, 1, 12);

function texts(page: CommentPage | undefined): string[] {
  return (page?.events ?? []).map((event) => (event.type === 'message' ? event.message.text : 'unparsed'));
}

describe('a page of comments', () => {
  it('is put in order of time, and what has no time stays behind what stood before it', () => {
    const list = [
      comment({ message: 'third', at: AT + 3 }),
      null,
      comment({ message: 'first', at: AT + 1 }),
      { ...comment({ message: 'after first', at: 0 }), commentCreatedAt: undefined },
      comment({ message: 'second', at: AT + 2 }),
    ];
    const page = parseRecentPage({ list, next: 7 });
    expect(texts(page)).toEqual(['first', 'after first', 'second', 'third', 'unparsed']);
    expect(page).toMatchObject({ size: 5, next: '7' });
  });

  it('may come without a cursor, and the cursor as text or number', () => {
    expect(parseRecentPage({ list: [], next: null })?.next).toBeNull();
    expect(parseRecentPage({ list: [] })?.next).toBeNull();
    expect(parseRecentPage({ list: [], next: 0 })?.next).toBe('0');
    expect(parseRecentPage({ list: [], next: 'abc' })?.next).toBe('abc');
  });

  it('of a replay tells whether there are more', () => {
    const list = [comment({ message: 'kept', at: AT })];
    expect(parseReplayPage({ comments: list, hasNext: true, lastCommentNo: 5 })).toMatchObject({
      more: true,
      next: '5',
    });
    expect(parseReplayPage({ comments: [], hasNext: false, lastCommentNo: null })).toMatchObject({
      more: false,
    });
    expect(parseReplayPage({ comments: [] })).toMatchObject({ more: false, next: null });
  });

  it('is not taken for one where the form is another', () => {
    for (const json of [undefined, null, 'x', [], {}, { list: {} }, { list: [], next: {} }])
      expect(parseRecentPage(json)).toBeUndefined();
    for (const json of [undefined, {}, { comments: 'x' }, { comments: [], hasNext: 'yes' }])
      expect(parseReplayPage(json)).toBeUndefined();
  });

  it('never throws', () => {
    const list = fc.record({ list: fc.array(fc.jsonValue()), next: fc.jsonValue() });
    fc.assert(
      fc.property(fc.oneof(list, fc.jsonValue(), fc.anything()), (json) => {
        parseRecentPage(json);
        parseReplayPage(json);
        parseBroadcast(json);
      }),
    );
  });
});

describe('the description of a broadcast', () => {
  it.each([
    ['ONAIR', 'on'],
    ['SOMETHING_NEW', 'on'],
    ['STANDBY', 'not-begun'],
    ['END', 'over'],
    ['REPLAY', 'over'],
    ['FINISHED', 'over'],
    ['CLOSE', 'over'],
    ['STOP', 'over'],
    ['BLOCK', 'blocked'],
  ])('with status %s is %s', (status, stage) => {
    expect(parseBroadcast({ status, title: ' 봄 특가 ', startDate: '2026-01-01T21:00:00.000' })).toEqual({
      stage,
      status,
      title: '봄 특가',
      startedAt: AT,
    });
  });

  it('needs a status alone', () => {
    expect(parseBroadcast({ status: 'ONAIR' })).toMatchObject({ title: null, startedAt: null });
    expect(parseBroadcast({ title: 'x' })).toBeUndefined();
  });
});
