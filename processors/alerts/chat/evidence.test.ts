import { describe, expect, it } from 'vitest';
import { evidenceOf, type Usual } from './evidence.ts';
import { logGamma } from './log-gamma.ts';

const KNOWN: Usual = { share: 0.15, spread: 0.02 };
const of = (marked: number, all: number, usual = KNOWN): number =>
  evidenceOf({ voices: { all, marked }, usual, rise: 0.15 });

describe('the logarithm of the gamma function', () => {
  it('is that of the factorials, and has the known values between them', () => {
    for (const [x, factorial] of [
      [1, 1],
      [2, 1],
      [5, 24],
      [11, 3_628_800],
    ] as const)
      expect(logGamma(x)).toBeCloseTo(Math.log(factorial), 9);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 9);
  });
});

describe('the evidence for a surge', () => {
  it('is against it where the share is as usual, and grows with what is unusual and with how much of it there is', () => {
    expect(of(15, 100)).toBeLessThan(-2);
    expect(of(6, 10)).toBeGreaterThan(2);
    expect(of(9, 10)).toBeGreaterThan(of(6, 10));
    expect(of(12, 20)).toBeGreaterThan(of(6, 10));
  });

  it('is less where little is known of what is usual', () => {
    expect(of(24, 40, { share: 0.15, spread: 0.1 })).toBeLessThan(of(24, 40) / 2);
  });

  it('bounds how often chance is taken for a surge, as Ville has it: one in e to the evidence', () => {
    // All outcomes of 20 voices, each with its probability under what is usual: their likelihood ratios average to 1.
    const size = (0.15 * 0.85) / 0.02 ** 2 - 1;
    const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);
    let mean = 0;
    for (let marked = 0; marked <= 20; marked += 1) {
      const ways = logGamma(21) - logGamma(marked + 1) - logGamma(21 - marked);
      const usually =
        logBeta(0.15 * size + marked, 0.85 * size + 20 - marked) - logBeta(0.15 * size, 0.85 * size);
      mean += Math.exp(ways + usually + of(marked, 20));
    }
    expect(mean).toBeCloseTo(1, 6);
  });

  it('is a number at the ends', () => {
    for (const share of [0, 1]) expect(of(5, 5, { share, spread: 0.02 })).toEqual(expect.any(Number));
    expect(Number.isFinite(of(5, 5, { share: 0, spread: 0.02 }))).toBe(true);
    expect(Number.isFinite(of(5, 5, { share: 1, spread: 0.02 }))).toBe(true);
  });
});
