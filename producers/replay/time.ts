/** Times "since the start" of a recording count from here: so that they never look like the time of a real show. */
export const RELATIVE_BASE = Date.UTC(2000, 0, 1);

/** Numbers below this are milliseconds since the start, others since 1970: it is March 1973, before any chat. */
const SINCE_1970 = 100_000_000_000;
const LATEST = Date.UTC(9999, 11, 31);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * The time of a line in ms since 1970: a date, ms since 1970 or ms since the start of the recording. A date without a
 * zone is UTC, so that a recording reads the same on every machine. Undefined where it is none of these.
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  if (value !== lastText) {
    lastTime = fromText(value.trim());
    lastText = value;
  }
  return lastTime;
}

/** Neighbouring lines of a recording mostly name the same second. */
let lastText: string | undefined;
let lastTime: number | undefined;

function fromText(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const match = ISO.exec(text);
  return valid(match ? fromIso(match) : fromOther(text));
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 0) return undefined;
  const whole = Math.floor(value);
  return valid(whole < SINCE_1970 ? RELATIVE_BASE + whole : whole);
}

function fromIso(match: RegExpExecArray): number | undefined {
  const number = (index: number): number => Number(match[index] ?? 0);
  const [month, day, hour, minute, second] = [number(2), number(3), number(4), number(5), number(6)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60)
    return undefined;
  const millis = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  return Date.UTC(number(1), month - 1, day, hour, minute, second, millis) - offsetOf(match[8] ?? 'Z');
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Other forms (such as RFC 2822) only where they name their zone: without one the answer would depend on the machine. */
function fromOther(text: string): number | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(text);
  if (!/(?:GMT|UTC|Z|[+-]\d{4})$/.test(text)) return undefined;
  return Date.parse(text);
}

function valid(time: number | undefined): number | undefined {
  return time !== undefined && Number.isFinite(time) && time >= 0 && time <= LATEST ? time : undefined;
}
