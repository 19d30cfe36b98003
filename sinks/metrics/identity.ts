import type { MetricPoint } from './port.ts';

/** Tags in order of name: the same tags are the same text. */
export function canonicalTags(tags: Readonly<Record<string, string>>): string {
  return JSON.stringify(sortedEntries(tags));
}

export function parseTags(canonical: string): Record<string, string> {
  return Object.fromEntries(JSON.parse(canonical) as [string, string][]);
}

/** Fields in order of name. @throws RangeError when one is not a finite number */
export function canonicalFields(point: MetricPoint): string {
  for (const [name, value] of Object.entries(point.fields))
    if (!Number.isFinite(value)) throw new RangeError(`Field ${name} of ${point.measurement} is ${value}.`);
  return JSON.stringify(sortedEntries(point.fields));
}

export function parseFields(canonical: string): Record<string, number> {
  return Object.fromEntries(JSON.parse(canonical) as [string, number][]);
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
