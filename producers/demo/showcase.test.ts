import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from '../../tests/support/fake-clock.ts';
import type { SourceEvent } from '../port.ts';
import { isSaid } from './script.ts';
import { SHOWCASE } from './showcase.ts';
import { createDemoSource } from './source.ts';

const START = Date.UTC(2026, 0, 1);

async function perform(
  speed: string,
  cursor: string | null = null,
): Promise<{ events: SourceEvent[]; took: number }> {
  const clock = createFakeClock(START);
  const ending = new AbortController();
  const events: SourceEvent[] = [];
  let over = false;
  const reading = (async () => {
    const options = { channel: 'showcase', clock, signal: ending.signal, speed, cursor };
    for await (const batch of createDemoSource().open(options)) events.push(...batch);
    over = true;
  })();
  for (let guard = 0; guard < 20_000 && !over; guard += 1) {
    await settle(1);
    clock.advance(50);
  }
  await reading;
  return { events, took: clock.now() - START };
}

describe('the demo', () => {
  const said = SHOWCASE.flatMap(({ line }) => (isSaid(line) ? [line] : []));

  it('is a show of many people, in two languages, with all that chat is made of', () => {
    expect(said.length).toBeGreaterThanOrEqual(350);
    expect(new Set(said.map(([author]) => author)).size).toBeGreaterThanOrEqual(20);
    expect(said.filter(([, text]) => /^[\x20-\x7e]+$/.test(text)).length).toBeGreaterThan(40);
    expect(said.filter(([, , extras]) => extras?.won).length).toBeGreaterThan(5);
    expect(said.filter(([, , extras]) => extras?.reply).length).toBeGreaterThan(15);
    expect(SHOWCASE.some(({ line }) => 'remove' in line)).toBe(true);
    expect(SHOWCASE.some(({ line }) => 'timeout' in line)).toBe(true);
  });

  it('refers only to lines that came before', () => {
    const marks = new Set<string>();
    for (const { line } of SHOWCASE) {
      if (isSaid(line)) {
        const { mark, reply } = line[2] ?? {};
        if (reply !== undefined) expect(marks, reply).toContain(reply);
        if (mark !== undefined) expect(marks, mark).not.toContain(mark);
        if (mark !== undefined) marks.add(mark);
      } else if ('remove' in line) expect(marks).toContain(line.remove);
    }
  });

  it('shows life at once and lasts six to eight and a half minutes', () => {
    expect(SHOWCASE.filter(({ at }) => at < 1_000).length).toBeGreaterThanOrEqual(5);
    const last = SHOWCASE.at(-1)?.at ?? 0;
    expect(last).toBeGreaterThan(6 * 60_000);
    expect(last).toBeLessThan(8.5 * 60_000);
  });

  it('is performed at its pace, with times of now, and ends', async () => {
    const { events, took } = await perform('1');
    const messages = events.flatMap((event) => (event.type === 'message' ? [event.message] : []));
    expect(messages).toHaveLength(said.length);
    expect(took).toBeGreaterThanOrEqual(SHOWCASE.at(-1)?.at ?? 0);
    expect((messages.at(-1)?.sentAt ?? 0) - START).toBeGreaterThanOrEqual(SHOWCASE.at(-1)?.at ?? 0);
    expect(new Set(messages.map((message) => message.messageId)).size).toBe(said.length);
    expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'over' });
  });

  it('goes on where it was', async () => {
    const { events } = await perform('max', '300');
    const whole = (await perform('max')).events;
    const ids = (of: readonly SourceEvent[]): string[] =>
      of.flatMap((event) => (event.type === 'message' ? [event.message.messageId] : []));
    expect(ids(events)).toEqual(ids(whole).slice(-ids(events).length));
    expect(ids(events)[0]).toBe('showcase-301');
  });
});
