import { expect, test } from 'vitest';
import { draftOf, settingsOf } from './rule-draft.ts';

const NOW = {
  enabled: true,
  severity: 'warning' as const,
  threshold: 0.15,
  resolveThreshold: 0.08,
  minimumCount: 8,
  forMs: 0,
  resolveMs: 40_000,
  coolDownMs: 60_000,
  channels: ['twitch-a', 'chzzk-b'],
  exceptChannels: [],
};

test.each([
  ['share-above-usual', 0.15],
  ['share-above-usual', 0.07],
  ['share-of-responses', 0.0005],
  ['times-usual', 2.5],
  ['seconds', 180],
  ['records', 10_000],
] as const)('what nobody changes in the form of a rule stays as it is: %s %s', (measure, threshold) => {
  const rule = { now: { ...NOW, threshold }, measure };
  const { enabled, severity, channels } = NOW;
  expect(settingsOf(draftOf(rule), rule)).toEqual({ enabled, severity, threshold, channels });
});

test('shares are entered in percent, channels parted by commas or spaces', () => {
  const rule = { now: NOW, measure: 'share-above-usual' } as const;
  expect(draftOf(rule).threshold).toBe('15');
  const draft = { ...draftOf(rule), threshold: '7', channels: ' twitch-a,chzzk-b  soop-c,' };
  expect(settingsOf(draft, rule)).toMatchObject({
    threshold: 0.07,
    channels: ['twitch-a', 'chzzk-b', 'soop-c'],
  });
});
