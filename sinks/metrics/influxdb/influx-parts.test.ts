import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatpulseError } from '../../../core/errors.ts';
import { sumOfMinutes } from '../hours.ts';
import { sampleWindow } from '../sample-windows.ts';
import { windowPoints } from '../window-points.ts';
import { parseInfluxUrl } from './address.ts';
import { InfluxRefusal, InfluxTimeout, isBeyondRetention, isMissing, toMetricsError } from './errors.ts';
import { checkFields, INFLUX_SCHEMAS } from './field-types.ts';
import { decodeTag, encodeTag } from './tag-text.ts';

describe('addresses of InfluxDB', () => {
  it('name host, port, database and user, or what is usual', () => {
    expect(parseInfluxUrl('influxdb://me:p%40ss@host:9086/chat?tls=true')).toEqual({
      protocol: 'https',
      host: 'host',
      port: 9086,
      database: 'chat',
      username: 'me',
      password: 'p@ss',
    });
    expect(parseInfluxUrl('influxdb://[::1]')).toMatchObject({
      protocol: 'http',
      host: '::1',
      port: 8086,
      database: 'chatpulse',
      username: undefined,
    });
  });

  it('are not repeated when they are wrong', () => {
    for (const url of ['http://secret@host', 'influxdb://', 'influxdb://secret@host:port', 'secret'])
      expect(() => parseInfluxUrl(url)).toThrow(
        expect.objectContaining({
          code: 'CHATPULSE_CONFIG_INVALID',
          message: expect.not.stringContaining('secret') as string,
        }) as Error,
      );
  });
});

describe('tags', () => {
  it('come back as they were, and are never empty nor broken', () => {
    const tag = fc.string({
      unit: fc.constantFrom('a', '%', '\\', '\n', '\r', ' ', ',', '=', '"', '5', 'C', '방'),
    });
    fc.assert(
      fc.property(tag, (value) => {
        expect(decodeTag(encodeTag(value))).toBe(value);
        expect(encodeTag(value)).toMatch(/^[^\\\n\r]+$/);
      }),
    );
    expect(encodeTag('twitch-방송')).toBe('twitch-방송');
  });
});

describe('fields', () => {
  it('of windows and hours are all declared', () => {
    const [minute] = windowPoints([sampleWindow({ start: 0 })]);
    const points = minute ? [minute, sumOfMinutes(0, [minute])] : [];
    expect(points).toHaveLength(2);
    for (const point of points) {
      const schema = INFLUX_SCHEMAS.find(({ measurement }) => measurement === point?.measurement);
      expect(Object.keys(schema?.fields ?? {}).sort()).toEqual(Object.keys(point?.fields ?? {}).sort());
      expect([...(schema?.tags ?? [])].sort()).toEqual(Object.keys(point?.tags ?? {}).sort());
    }
  });

  it('that their type does not take are refused', () => {
    const point = (fields: Record<string, number>) => ({
      measurement: 'chat_window',
      tags: {},
      time: 0,
      fields,
    });
    expect(() => {
      checkFields(point({ messages: 1, positive_sum: 0.5 }));
    }).not.toThrow();
    for (const fields of [{ messages: 1.5 }, { positive_sum: Infinity }, { other: NaN }])
      expect(() => {
        checkFields(point(fields as unknown as Record<string, number>));
      }).toThrow(RangeError);
  });
});

describe('errors of InfluxDB', () => {
  const codeOf = (error: unknown): string | undefined => {
    const mapped = toMetricsError(error);
    return mapped instanceof ChatpulseError ? mapped.code : undefined;
  };

  it('are tried again unless a point is at fault', () => {
    const reset = Object.assign(new Error('read'), { code: 'ECONNRESET', syscall: 'read' });
    for (const error of [
      reset,
      new InfluxTimeout('late'),
      new SyntaxError('no JSON'),
      new InfluxRefusal(400, 'database not found: "x"'),
      new InfluxRefusal(404, 'retention policy not found: x'),
      new InfluxRefusal(429, 'slow down'),
    ])
      expect(codeOf(error)).toBe('CHATPULSE_METRICS_UNAVAILABLE');
    expect(codeOf(new InfluxRefusal(401, 'authorization failed'))).toBe('CHATPULSE_STORE_REFUSED');
    expect(codeOf(new InfluxRefusal(400, 'error authorizing query: x requires admin privilege'))).toBe(
      'CHATPULSE_STORE_REFUSED',
    );
    expect(codeOf(new InfluxRefusal(400, 'partial write: field type conflict'))).toBeUndefined();
    expect(codeOf(new RangeError('no'))).toBeUndefined();
  });

  it('tell what is missing, and what is too old', () => {
    expect(isMissing(new InfluxRefusal(404, 'database not found: "x"'))).toBe(true);
    expect(isMissing(new Error('other'))).toBe(false);
    const old = 'partial write: points beyond retention policy dropped=2';
    expect(isBeyondRetention(new InfluxRefusal(400, old))).toBe(true);
  });
});
