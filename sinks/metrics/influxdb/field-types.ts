import { FieldType, type ISchemaOptions } from 'influx';
import { EMOTIONS } from '../../../language/types.ts';
import { HOUR_MEASUREMENT } from '../hours.ts';
import type { MetricPoint } from '../port.ts';
import { WINDOW_MEASUREMENT } from '../window-points.ts';

const COUNTS = [
  'messages',
  'positive',
  'negative',
  'neutral',
  'profane',
  ...EMOTIONS,
  'authors',
  'paid',
  'removed',
  'sanctions',
  'stamp',
];
const HOUR_COUNTS = [
  ...COUNTS.filter((name) => name !== 'authors'),
  'minutes',
  'messages_max',
  'authors_max',
];

function schema(measurement: string, tags: string[], counts: readonly string[]): ISchemaOptions {
  const integers = counts.map((name): [string, FieldType] => [name, FieldType.INTEGER]);
  return { measurement, tags, fields: { ...Object.fromEntries(integers), positive_sum: FieldType.FLOAT } };
}

/**
 * The types of the fields of our measurements. The first point of a field settles its type for good, and InfluxDB refuses
 * all points of another; undeclared fields are floats.
 */
export const INFLUX_SCHEMAS: readonly ISchemaOptions[] = [
  schema(WINDOW_MEASUREMENT, ['broadcast', 'platform', 'channel', 'size'], COUNTS),
  schema(HOUR_MEASUREMENT, ['broadcast', 'platform', 'channel'], HOUR_COUNTS),
];

const INTEGERS = new Map(
  INFLUX_SCHEMAS.map(({ measurement, fields }) => [
    measurement,
    new Set(Object.keys(fields).filter((name) => fields[name] === FieldType.INTEGER)),
  ]),
);

/** @throws RangeError when a field is no finite number, or none that its type takes (the client would round it) */
export function checkFields({ measurement, fields }: MetricPoint): void {
  const integers = INTEGERS.get(measurement);
  for (const [name, value] of Object.entries(fields)) {
    const fits = integers?.has(name) ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (!fits) throw new RangeError(`Field ${name} of ${measurement} is ${value}.`);
  }
}
