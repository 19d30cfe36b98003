const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?$/;
const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * A time of the platform in ms since 1970: written without a zone it is Korean time, which knows no summer time. Null
 * where it is missing or senseless.
 */
export function parseKst(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  const zone = WITH_ZONE.exec(text)?.[0] ?? '';
  const local = zone === '' ? text : text.slice(0, -zone.length);
  if (!DATE_TIME.test(local)) return null;
  const time = Date.parse(`${local}${zone || '+09:00'}`);
  return Number.isNaN(time) ? null : time;
}
