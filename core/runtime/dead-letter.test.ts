import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deadLetter, lostRecordsLetter, lostRecordsOf } from './dead-letter.ts';

const offset = fc.nat({ max: 2 ** 40 });

it('a stretch of lost records is read back from its one dead letter', () => {
  const lost = fc.record(
    {
      topic: fc.constantFrom('chat.raw', 'chat.analyzed'),
      partition: fc.nat({ max: 15 }),
      handler: fc.constantFrom('analyze', 'archive'),
      reason: fc.string({ minLength: 1, maxLength: 1000 }),
      from: offset,
      to: offset,
      stamps: fc.record({ above: fc.integer({ min: -1, max: 2 ** 40 }), below: offset }),
    },
    { requiredKeys: ['topic', 'partition', 'handler', 'reason', 'from', 'to'] },
  );
  fc.assert(
    fc.property(lost, (given) => {
      const letter = lostRecordsLetter(given);
      expect(letter).toMatchObject({ topic: `${given.topic}.dlq`, partition: given.partition });
      expect(lostRecordsOf(letter.headers ?? {})).toEqual(given);
    }),
  );
});

it('the dead letter of a single record is none of a stretch', () => {
  const record = { key: 'k', value: Buffer.from('x'), headers: {}, offset: 7, appendTime: 0 };
  const letter = deadLetter({ topic: 'chat.raw', partition: 1, record, handler: 'analyze', reason: 'r' });
  expect(lostRecordsOf(letter.headers ?? {})).toBeUndefined();
});
