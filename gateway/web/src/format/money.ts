import type { Language } from '../app/preferences.ts';

/** An amount as readers write it: "₩1,000" for ISO 4217 codes, "100 bits" for a platform's own unit. */
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
  return `${new Intl.NumberFormat(language).format(amount)} ${currency}`;
}
