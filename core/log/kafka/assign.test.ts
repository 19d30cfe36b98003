import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TopicPartition } from '../port.ts';
import { keyOf, planShares, type MemberClaim } from './assign.ts';

const COUNTS = new Map([
  ['a', 16],
  ['b', 16],
]);

function newcomer(id: string, topics: readonly string[] = ['a', 'b']): MemberClaim {
  return { id, topics, owned: [], generation: -1 };
}

/** Rounds as the group goes through them, until nothing is pending; answers the claims and how many rounds it took. */
function settle(members: readonly MemberClaim[]): { members: MemberClaim[]; rounds: number } {
  let claims = [...members];
  for (let rounds = 1; rounds < 10; rounds += 1) {
    const shares = planShares(claims, COUNTS);
    expectSingleOwners([...shares.values()].map(({ partitions }) => partitions));
    for (const claim of claims) {
      const others = claims.filter((other) => other !== claim).flatMap(({ owned }) => owned.map(keyOf));
      for (const at of shares.get(claim.id)?.partitions ?? []) expect(others).not.toContain(keyOf(at));
    }
    const lost = claims.some((claim) => {
      const share = new Set(shares.get(claim.id)?.partitions.map(keyOf));
      return claim.owned.some((at) => !share.has(keyOf(at)));
    });
    claims = claims.map((claim) => ({
      ...claim,
      owned: shares.get(claim.id)?.partitions ?? [],
      generation: rounds,
    }));
    if (!lost) {
      expect([...shares.values()].some(({ pending }) => pending)).toBe(false);
      return { members: claims, rounds };
    }
  }
  throw new Error('The group does not settle.');
}

function expectSingleOwners(shares: readonly (readonly TopicPartition[])[]): void {
  const all = shares.flat().map(keyOf);
  expect(new Set(all).size).toBe(all.length);
}

describe('planShares', () => {
  it('shares evenly, with the same numbers of each topic', () => {
    const { members } = settle([newcomer('x'), newcomer('y'), newcomer('z')]);
    for (const { owned } of members) {
      const numbers = (topic: string): number[] =>
        owned.filter((at) => at.topic === topic).map(({ partition }) => partition);
      expect(numbers('a')).toEqual(numbers('b'));
      expect([5, 6]).toContain(numbers('a').length);
    }
  });

  it('moves no more than the newcomer needs, and only after the owner has given it up', () => {
    const before = settle([newcomer('x'), newcomer('y')]).members;
    const first = planShares([...before, newcomer('z')], COUNTS);
    expect(first.get('z')).toEqual({ partitions: [], pending: true });
    const { members, rounds } = settle([...before, newcomer('z')]);
    expect(rounds).toBe(2);
    for (const old of before) {
      const now = new Set(members.find(({ id }) => id === old.id)?.owned.map(keyOf));
      expect(old.owned.filter((at) => !now.has(keyOf(at))).length).toBeLessThanOrEqual(6);
    }
  });

  it('believes the later generation where two claim the same', () => {
    const at = { topic: 'a', partition: 0 };
    const shares = planShares(
      [
        { id: 'old', topics: ['a'], owned: [at], generation: 3 },
        { id: 'new', topics: ['a'], owned: [at], generation: 4 },
      ],
      new Map([['a', 1]]),
    );
    expect(shares.get('new')?.partitions).toEqual([at]);
    expect(shares.get('old')?.partitions).toEqual([]);
  });

  it('settles whoever comes and goes: every partition once, never with two, shares even', () => {
    const ids = ['p', 'q', 'r', 's', 't'];
    fc.assert(
      fc.property(fc.array(fc.subarray(ids, { minLength: 1 }), { minLength: 1, maxLength: 6 }), (turns) => {
        let members: MemberClaim[] = [];
        for (const present of turns) {
          const staying = members.filter(({ id }) => present.includes(id));
          const coming = present.filter((id) => !staying.some((member) => member.id === id));
          ({ members } = settle([...staying, ...coming.map((id) => newcomer(id))]));
          expect(members.flatMap(({ owned }) => owned)).toHaveLength(32);
          const sizes = members.map(({ owned }) => owned.length / 2);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives a topic only to those who read it', () => {
    const { members } = settle([newcomer('x', ['a']), newcomer('y', ['a', 'b'])]);
    expect(members.find(({ id }) => id === 'x')?.owned.every(({ topic }) => topic === 'a')).toBe(true);
    expect(members.flatMap(({ owned }) => owned)).toHaveLength(32);
  });
});
