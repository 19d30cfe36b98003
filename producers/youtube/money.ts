import type { Paid } from '../../core/events/generated.ts';

/**
 * The platform gives amounts of money only as texts for people, such as `₩5,000`, `US$9.99` or `SEK 50.00`. It is asked for
 * English, where `$` alone is the US dollar and `¥` the yen; other languages are understood as far as they are clear.
 */
const SYMBOLS: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  CA$: 'CAD',
  C$: 'CAD',
  NZ$: 'NZD',
  HK$: 'HKD',
  NT$: 'TWD',
  MX$: 'MXN',
  R$: 'BRL',
  S$: 'SGD',
  SG$: 'SGD',
  CLP$: 'CLP',
  '₩': 'KRW',
  '¥': 'JPY',
  'JP¥': 'JPY',
  'CN¥': 'CNY',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₱': 'PHP',
  '₫': 'VND',
  '₪': 'ILS',
  '₺': 'TRY',
  '₽': 'RUB',
  '₴': 'UAH',
  '฿': 'THB',
  '₡': 'CRC',
  '₲': 'PYG',
  '₦': 'NGN',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
};

export interface Money {
  readonly amount: number;
  /** ISO 4217 where it is clear, else the sign as written. */
  readonly currency: string;
}

/** Undefined where the text holds no amount, or more than one. */
export function parseMoney(text: string): Money | undefined {
  // Full-width signs become plain ones, and spaces of all kinds and directions go.
  const compact = text.normalize('NFKC').replace(/[\s\u200e\u200f\u061c]/gu, '');
  const found = /^([^\d.,'’-]{0,12})(\d[\d.,'’]{0,23})([^\d.,'’-]{0,12})$/u.exec(compact);
  const [, before = '', digits = '', after = ''] = found ?? [];
  const sign = before || after;
  const amount = parseAmount(digits);
  if (sign === '' || (before !== '' && after !== '') || amount === undefined) return undefined;
  return { amount, currency: currencyOf(sign) };
}

export function paidOf(kind: string, text: string): Paid | null {
  const money = parseMoney(text);
  return money ? { kind, ...money } : null;
}

function currencyOf(sign: string): string {
  if (Object.hasOwn(SYMBOLS, sign)) return SYMBOLS[sign] ?? sign;
  const code = sign.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : sign;
}

/** The last separator is the decimal one, unless three digits follow it or it stands there more than once. */
function parseAmount(digits: string): number | undefined {
  const plain = digits.replace(/['’]/g, '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const separator = plain[last] ?? '';
  const decimals = last < 0 ? 0 : plain.length - last - 1;
  const isDecimal = decimals > 0 && decimals !== 3 && plain.indexOf(separator) === last;
  const whole = (isDecimal ? plain.slice(0, last) : plain).replace(/[.,]/g, '');
  const amount = Number(isDecimal ? `${whole}.${plain.slice(last + 1)}` : whole);
  return Number.isFinite(amount) && amount > 0 && amount < 1e12 ? amount : undefined;
}
