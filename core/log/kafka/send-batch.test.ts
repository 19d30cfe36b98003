import { describe, expect, it } from 'vitest';
import { createAppend, takeBatch, type Pending } from './send-batch.ts';

function pending(bytes: number): Pending {
  return {
    message: { key: 'k', value: Buffer.alloc(bytes), headers: {} },
    append: createAppend(1),
    index: 0,
    since: 0,
  };
}

describe('batches', () => {
  it('take what fits, in order, and leave the rest', () => {
    const queue = [pending(500_000), pending(300_000), pending(300_000), pending(10)];
    expect(takeBatch(queue).map(({ message }) => message.value.length)).toEqual([500_000, 300_000]);
    expect(takeBatch(queue).map(({ message }) => message.value.length)).toEqual([300_000, 10]);
    expect(takeBatch(queue)).toEqual([]);
  });

  it('send a record alone that is larger than a batch', () => {
    const queue = [pending(2_000_000), pending(1)];
    expect(takeBatch(queue)).toHaveLength(1);
    expect(queue).toHaveLength(1);
  });
});

describe('an append', () => {
  it('resolves in the order given, whatever is written first', async () => {
    const append = createAppend(2);
    const at = { topic: 't', partition: 0 };
    append.wrote(1, { ...at, offset: 9 });
    append.wrote(0, { ...at, offset: 4 });
    expect((await append.written).map(({ offset }) => offset)).toEqual([4, 9]);
  });

  it('resolves at once where there is nothing to write', async () => {
    expect(await createAppend(0).written).toEqual([]);
  });
});
