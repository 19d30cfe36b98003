import { expect, test } from 'vitest';
import { createCodec } from '../../core/events/codec.ts';
import { canaryBroadcast, canaryMessage } from '../../core/canary/canary.ts';
import { analyzed } from '../../core/testing/events.ts';
import { unwellElements } from '../../core/health/pipeline.ts';
import { sampleElement, sampleHealth } from '../../core/health/sample.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { createGatewayCanary } from './canary.ts';

const START = 1_700_000_000_000;
const BROADCAST = canaryBroadcast(0);
const codec = createCodec();

/** The record of a canary that took 12 ms to here. */
function cameThrough(messageId: string, now: number): LogRecord {
  const message = canaryMessage(BROADCAST, messageId, now);
  const value = codec.encode('MessageAnalyzed', { ...analyzed(), message, rawAppend: now - 12 });
  return { offset: 0, key: BROADCAST, value, headers: {}, appendTime: now };
}

function scene(everyMs: number) {
  const clock = createFakeClock(START);
  const canary = createGatewayCanary({ codec, clock });
  let sentAt = 0;
  return {
    canary,
    clock,
    /** A process tells of itself every five seconds, and of its latest canary. */
    pass(ms: number, does: { readonly tells: boolean; readonly sends: boolean }) {
      for (let passed = 0; passed < ms; passed += 5_000) {
        clock.advance(5_000);
        const now = clock.now();
        if (does.sends && now - sentAt >= everyMs) {
          sentAt = now;
          canary.take(cameThrough(`c-${now}`, now));
        }
        const sent = sampleElement('canary:sent', { detail: `c-${sentAt}`, lastRecordAt: sentAt });
        if (does.tells) canary.report(sampleHealth('p1', [sent], { at: now }));
      }
    },
    told: () => [canary.figures()?.state, canary.elements()[0]?.state, canary.elements()[0]?.detail],
  };
}

const NONE = ['stopped', 'stopped', 'no process tells of canaries'];
const WELL = ['ok', 'ok', '12 ms'];

test('a canary is of now as long as somebody tells that canaries are sent (the last one was so for ever)', () => {
  const { canary, pass, told } = scene(60_000);
  pass(120_000, { tells: true, sends: true });
  expect(told()).toEqual(WELL);
  pass(30_000, { tells: false, sends: false });
  expect(told()).toEqual(WELL);
  pass(5_000, { tells: false, sends: false });
  expect(told()).toEqual(NONE);
  expect(canary.elements()[0]?.lastRecordAt).toBe(canary.figures()?.lastSeenAt);
  expect(unwellElements(canary.elements())).toEqual([]);
  pass(60_000, { tells: true, sends: true });
  expect(told()).toEqual(WELL);
  canary.close();
});

test('a canary is of now for three intervals where a living process sends no more', () => {
  const { canary, pass, told } = scene(60_000);
  pass(125_000, { tells: true, sends: true });
  pass(120_000, { tells: true, sends: false });
  expect(told()).toEqual(WELL);
  pass(70_000, { tells: true, sends: false });
  expect(told()).toEqual(NONE);
  canary.close();
});
