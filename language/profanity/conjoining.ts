import { FINALS, INITIALS } from '../text/hangul.ts';

/** Conjoining jamo (as in decomposed text) become compatibility jamo. */
export function conjoiningToCompat(code: number): number {
  if (code < 0x1100 || code > 0x11c2) return code;
  if (code <= 0x1112) return INITIALS.charCodeAt(code - 0x1100);
  if (code >= 0x1161 && code <= 0x1175) return 0x314f + code - 0x1161;
  if (code >= 0x11a8) return FINALS.charCodeAt(code - 0x11a8);
  return code;
}
