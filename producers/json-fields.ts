/** Reading of JSON that a platform sent: each function answers what it asks for, or that it is not there. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An object, also one that is written as a JSON text inside JSON. */
export function objectOf(value: unknown): JsonObject | undefined {
  const found = typeof value === 'string' ? parseJson(value) : value;
  return isObject(found) ? found : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of these fields that holds a text. Platforms name one thing differently in different places. */
export function textOf(object: JsonObject | undefined, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = object?.[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** The first of these fields that holds a finite number, also one written as a text. */
export function numberOf(object: JsonObject | undefined, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = object?.[name];
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
  }
  return undefined;
}

/** A value as bytes of JSON, for the dead letters. Nested deeper than can be written again, it only leaves its kind. */
export function jsonBytes(value: unknown): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(value) ?? 'undefined');
  } catch {
    return Buffer.from(isObject(value) ? Object.keys(value).join() : typeof value);
  }
}

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(10_000, 0, 1);

/** The first of these fields that holds a time in whole ms since 1970 that makes sense. */
export function timeOf(object: JsonObject | undefined, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const time = numberOf(object, name);
    if (time !== undefined && Number.isInteger(time) && time >= EARLIEST && time < LATEST) return time;
  }
  return undefined;
}
