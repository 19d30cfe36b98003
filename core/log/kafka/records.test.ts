import { describe, expect, it } from 'vitest';
import type { FetchedMessage } from './internals.ts';
import { toRecords } from './records.ts';

function message(offset: number, more: Partial<FetchedMessage> = {}): FetchedMessage {
  return {
    offset: String(offset),
    timestamp: '1000',
    key: Buffer.from('k'),
    value: Buffer.from(String(offset)),
    headers: {},
    ...more,
  };
}

describe('records of a fetch', () => {
  it('leaves out what came along before the offset', () => {
    const { records, next } = toRecords([message(3), message(4), message(5)], 5);
    expect(records.map(({ offset }) => offset)).toEqual([5]);
    expect(next).toBe(6);
  });

  it('passes over marks of transactions, also where nothing else came', () => {
    expect(toRecords([message(7, { isControlRecord: true })], 7)).toEqual({ records: [], next: 8 });
  });

  it('answers no offset to go on from when nothing came', () => {
    expect(toRecords([], 7)).toEqual({ records: [], next: undefined });
  });

  it('marks a record without a value, and reads keys and headers that are not there as empty', () => {
    const [record] = toRecords([message(0, { value: null, key: null, headers: { a: null } })], 0).records;
    expect(record).toMatchObject({ key: '', headers: { a: '' }, damaged: 'The record has no value.' });
  });

  it('takes the last of several headers of one name', () => {
    const headers = { a: [Buffer.from('1'), Buffer.from('둘')] };
    expect(toRecords([message(0, { headers })], 0).records[0]?.headers).toEqual({ a: '둘' });
  });
});
