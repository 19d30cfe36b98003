/**
 * How long a Retry-After header asks to wait, in ms: whole seconds or a date. Null where it is missing or senseless.
 * Source: RFC 9110, section 10.2.3.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse alone takes far more than a date of HTTP.
  const time = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}
