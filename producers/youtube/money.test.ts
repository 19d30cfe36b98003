import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoney } from './money.ts';

describe('parseMoney', () => {
  it.each([
    ['$5.00', 5, 'USD'],
    ['US$9.99', 9.99, 'USD'],
    ['₩5,000', 5_000, 'KRW'],
    ['￦10,000', 10_000, 'KRW'],
    ['￥1,000', 1_000, 'JPY'],
    ['¥90', 90, 'JPY'],
    ['SEK 50.00', 50, 'SEK'],
    ['CA$1,234.50', 1_234.5, 'CAD'],
    ['NT$75.00', 75, 'TWD'],
    ['2,00 €', 2, 'EUR'],
    ['1.234,50\u00a0€', 1_234.5, 'EUR'],
    ['CHF 1’000.00', 1_000, 'CHF'],
    ['1.000.000 ₫', 1_000_000, 'VND'],
    ['R$ 10,00', 10, 'BRL'],
    ['ARS 100.00', 100, 'ARS'],
    ['\u200f5.00 ₪', 5, 'ILS'],
    ['☆5', 5, '☆'],
  ])('%j is %d %s', (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ amount, currency });
  });

  it.each(['', '5', '$', 'a lot', '$-5', '$0', '$5 and $6', '$5€', `$${'9'.repeat(40)}`, '1e9 $'])(
    '%j is no amount',
    (text) => {
      expect(parseMoney(text)).toBeUndefined();
    },
  );

  it('reads what is written in English for any currency', () => {
    const currencies = [
      'USD',
      'KRW',
      'JPY',
      'EUR',
      'GBP',
      'CAD',
      'AUD',
      'TWD',
      'HKD',
      'INR',
      'BRL',
      'SEK',
      'PLN',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies),
        fc.integer({ min: 1, max: 50_000_000 }),
        (currency, cents) => {
          const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
          const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
          const amount = digits === 0 ? cents : cents / 100;
          expect(parseMoney(format.format(amount))).toEqual({ amount, currency });
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const money = parseMoney(text);
        if (money) expect(money.amount).toBeGreaterThan(0);
      }),
    );
  });
});
