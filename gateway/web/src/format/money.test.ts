import { describe, expect, it } from 'vitest';
import { formatMoney } from './money.ts';

describe('formatMoney', () => {
  it('writes currencies in the local form and units by name', () => {
    expect(formatMoney(10_000, 'KRW', 'ko')).toBe('₩10,000');
    expect(formatMoney(4.5, 'USD', 'en')).toBe('$4.50');
    expect(formatMoney(1_000, 'bits', 'en')).toBe('1,000 bits');
    expect(formatMoney(1_000, 'bits', 'ko')).toBe('비트 1,000');
    expect(formatMoney(3, 'gems', 'ko')).toBe('3 gems');
  });
});
