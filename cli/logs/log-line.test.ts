import { pino } from 'pino';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogs } from '../../core/logger.ts';
import { formatLogLine, matches, parseLogLine } from './log-line.ts';

const line = (text: string) => {
  const parsed = parseLogLine(text);
  if (!parsed) throw new Error('no line');
  return parsed;
};

test('a line of the log is readable', () => {
  const text =
    '{"level":40,"time":"2026-11-26T19:20:26.139Z","part":"gateway","route":"/api/broadcasts","ms":5120,"msg":"a response was slow"}';
  expect(formatLogLine(line(text))).toBe(
    '2026-11-26 19:20:26.139 WARN  gateway     a response was slow route=/api/broadcasts ms=5120',
  );
});

test('lines are chosen by level, part and the id of a message', () => {
  const one = line(
    '{"level":10,"part":"projections","reader":"archive","message":"m1","msg":"message dealt with"}',
  );
  for (const filter of [{}, { level: 10 }, { part: 'archive' }, { part: 'projections' }, { messageId: 'm1' }])
    expect(matches(one, filter)).toBe(true);
  for (const filter of [{ level: 20 }, { part: 'analyze' }, { messageId: 'm' }])
    expect(matches(one, filter)).toBe(false);
});

test('whatever stands in a line, it is one line without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.anything(), (text, value) => {
      const parsed = parseLogLine(JSON.stringify({ level: 30, part: text, msg: text, value, [text]: text }));
      if (parsed)
        expect([...formatLogLine(parsed)].every((char) => char >= ' ' && char !== '\u007f')).toBe(true);
      expect(() => parseLogLine(text)).not.toThrow();
    }),
  );
});

test('the level changes for loggers made before and after; secrets stay hidden; warnings and errors are counted', () => {
  const said: string[] = [];
  const copied: string[] = [];
  const logs = createLogs({
    level: 'warn',
    part: 'main',
    copy: (text) => copied.push(text),
    to: { write: (text: string) => void said.push(text) },
  });
  const child = logs.logger.child({ part: 'gateway' });
  const grandchild = child.child({ channel: 'a' });
  grandchild.info('not yet');
  logs.setLevel('debug');
  grandchild.debug('now');
  logs.logger.child({ part: 'later' }).debug('too');
  logs.setLevel('error');
  child.warn('no more');
  child.error(
    { token: 's3cret', headers: { authorization: 's3cret' }, config: { smtpUrl: 's3cret' } },
    'bad',
  );
  logs.logger.fatal('worse');
  expect(said.map((text) => line(text).message)).toEqual(['now', 'too', 'bad', 'worse']);
  expect(copied).toEqual(said);
  expect(said.join('')).not.toContain('s3cret');
  expect(logs.counts()).toEqual({ warnings: 0, errors: 2 });
  expect(logs.level()).toBe('error');
  expect(pino.levels.values.error).toBe(50);
});
