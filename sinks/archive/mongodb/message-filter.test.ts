import { expect, it } from 'vitest';
import { messageFilter, messageOrder } from './message-filter.ts';

const query = { broadcastId: 'b', limit: 10 };

it('asks for the broadcast alone where nothing is asked for', () => {
  expect(messageFilter(query, 0)).toEqual({ $and: [{ broadcast: 'b' }] });
});

it('takes what was cleared away for removed', () => {
  expect(messageFilter({ ...query, label: 'removed' }, 7)).toEqual({
    $and: [{ broadcast: 'b' }, { $or: [{ retracted: true }, { offset: { $lt: 7 } }] }],
  });
});

it('finds authors by id or name, and those without an id by name alone', () => {
  const byAuthor = (author: string) => messageFilter({ ...query, author }, 0).$and?.[1];
  expect(byAuthor('Nari')).toEqual({ $or: [{ person: 'Nari' }, { name: 'nari' }] });
  expect(byAuthor('')).toEqual({ name: '' });
  // How a person without an id is stored.
  expect(byAuthor('\nNari')).toEqual({ name: '\nnari' });
});

it('goes in order of offset, and of time before where time is asked for', () => {
  expect(messageOrder(query)).toEqual({ offset: -1 });
  expect(messageOrder({ ...query, after: 3 })).toEqual({ offset: 1 });
  expect(messageOrder({ ...query, from: 3 })).toEqual({ time: -1, offset: -1 });
});
