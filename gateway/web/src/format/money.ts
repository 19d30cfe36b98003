import type { Language } from '../app/preferences.ts';

/** Platforms' own units, as their viewers call them in Korean. */
const UNITS_KO: Readonly<Record<string, string>> = {
  bits: '비트',
  subscription: '구독',
  subscriptions: '구독',
  balloons: '별풍선',
  adballoons: '애드벌룬',
};

/** An amount as readers write it: "₩1,000" for ISO 4217 codes, "100 bits", "비트 100" for a platform's own unit. */
export function formatMoney(amount: number, currency: string, language: Language): string {
  if (/^[A-Z]{3}$/.test(currency)) {
    try {
      return new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
      }).format(amount);
    } catch {
      // not a currency that is known here: written as a unit
    }
  }
  const number = new Intl.NumberFormat(language).format(amount);
  const korean = language === 'ko' ? UNITS_KO[currency.toLowerCase()] : undefined;
  return korean ? `${korean} ${number}` : `${number} ${currency}`;
}
