import { describe, expect, it } from 'vitest';
import { createReadingTurns } from './reading-turns.ts';

const at = (partition: number): { topic: string; partition: number } => ({ topic: 't', partition });

describe('reading turns', () => {
  it('gives the readers of one partition their turn one after the other, before the next partition', async () => {
    const turns = createReadingTurns();
    const order: string[] = [];
    const reader = async (name: string, partition: number): Promise<void> => {
      for (let offset = 0; offset < 3; offset += 1) {
        await turns.next(at(partition), offset);
        order.push(`${name}${offset}`);
      }
    };
    await Promise.all([reader('a', 0), reader('x', 1), reader('b', 0), reader('y', 1)]);
    expect(order.join(' ')).toBe('a0 b0 x0 y0 a1 b1 x1 y1 a2 b2 x2 y2');
  });

  it('lets a reader that is a little ahead wait for the one behind', async () => {
    const turns = createReadingTurns();
    const order: string[] = [];
    const turn = (name: string, offset: number): Promise<void> =>
      turns.next(at(0), offset).then(() => void order.push(name));
    await Promise.all([turn('ahead', 10), turn('behind', 5)]);
    expect(order).toEqual(['behind', 'ahead']);
  });

  it('holds nobody up for a reader that is far behind', async () => {
    const turns = createReadingTurns();
    const order: string[] = [];
    const turn = (name: string, offset: number): Promise<void> =>
      turns.next(at(0), offset).then(() => void order.push(name));
    await Promise.all([turn('live', 1_000_000), turn('back after an outage', 5)]);
    expect(order).toEqual(['live', 'back after an outage']);
  });
});
