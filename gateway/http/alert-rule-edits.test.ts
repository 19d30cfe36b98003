import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyAlertRuleEdit, withThreshold } from './alert-rule-edits.ts';

test('an edit changes its own rule alone, and may take it back to the default', () => {
  const before = { 'chat-surge': { threshold: 6, enabled: false }, 'log-away': { enabled: false } };
  expect(applyAlertRuleEdit(before, { name: 'chat-surge', settings: { threshold: 7 } })).toEqual({
    'chat-surge': { threshold: 7, enabled: false },
    'log-away': { enabled: false },
  });
  expect(applyAlertRuleEdit(before, { name: 'chat-surge', settings: null })).toEqual({
    'log-away': { enabled: false },
  });
});

test('another threshold takes the one of the end with it, never above it', () => {
  expect(withThreshold({ threshold: 0.15, resolveThreshold: 0.075 }, 0.2)).toEqual({
    threshold: 0.2,
    resolveThreshold: 0.1,
  });
  const positive = fc.double({ min: 0, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(positive, fc.double({ min: 0, max: 1, noNaN: true }), positive, (old, share, threshold) => {
      const { resolveThreshold } = withThreshold(
        { threshold: old, resolveThreshold: old * share },
        threshold,
      );
      expect(resolveThreshold).toBeLessThanOrEqual(threshold);
      expect(resolveThreshold).toBeGreaterThanOrEqual(0);
    }),
  );
});
