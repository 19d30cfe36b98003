import { describe, expect, it } from 'vitest';
import { createMissedSpans, type MissedSpan } from './missed-span.ts';

const SPAN: MissedSpan = { from: 1_000, to: 9_000, reason: 'closed' };

function start(backlog = true): { spans: ReturnType<typeof createMissedSpans>; recorded: MissedSpan[] } {
  const recorded: MissedSpan[] = [];
  return { spans: createMissedSpans({ backlog, record: (span) => recorded.push(span) }), recorded };
}

describe('what was missed between two connections', () => {
  it('is recorded at once where the platform has no backlog', () => {
    const { spans, recorded } = start(false);
    spans.open(SPAN);
    expect(recorded).toEqual([SPAN]);
  });

  it('shrinks to what lies before the backlog', () => {
    const { spans, recorded } = start();
    spans.open(SPAN);
    expect(recorded).toEqual([]);
    spans.said({ sentAt: null, isRepeat: false });
    spans.said({ sentAt: 4_000, isRepeat: false });
    spans.said({ sentAt: 5_000, isRepeat: false });
    expect(recorded).toEqual([{ ...SPAN, to: 4_000 }]);
  });

  it.each([
    { name: 'with a message that is known', message: { sentAt: 900, isRepeat: true } },
    { name: 'with a known one that has no time', message: { sentAt: null, isRepeat: true } },
    { name: 'before the span', message: { sentAt: 1_000, isRepeat: false } },
  ])('is nothing where the backlog begins $name', ({ message }) => {
    const { spans, recorded } = start();
    spans.open(SPAN);
    spans.said(message);
    spans.settle();
    expect(recorded).toEqual([]);
  });

  it('stays whole where the first message is newer, and where none comes', () => {
    const { spans, recorded } = start();
    spans.open(SPAN);
    spans.said({ sentAt: 9_500, isRepeat: false });
    spans.open(SPAN);
    spans.tick(SPAN.to + 4_999);
    expect(recorded).toHaveLength(1);
    spans.tick(SPAN.to + 5_000);
    expect(recorded).toEqual([SPAN, SPAN]);
  });
});
