import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../tests/support/fake-clock.ts';
import { said } from '../../tests/platforms/scripted-source.ts';
import type { SourceEvent } from '../port.ts';
import { createBacklogGate } from './backlog-gate.ts';

const TIME = 1_000_000;

function gateAt(takenUntil: number) {
  const clock = createFakeClock(TIME);
  const texts: string[] = [];
  const emit = (events: readonly SourceEvent[]): void => {
    for (const event of events) texts.push(event.type === 'message' ? event.message.text : event.type);
  };
  return { clock, texts, gate: createBacklogGate({ clock, takenUntil, emit }) };
}

describe('the gate before a chat', () => {
  it('lets the backlog pass before what came meanwhile', () => {
    const { gate, texts } = gateAt(0);
    gate.live([said('late')]);
    expect(texts).toEqual([]);
    gate.backlog([said('early')]);
    gate.live([said('later')]);
    expect(texts).toEqual(['early', 'late', 'later']);
  });

  it('does not wait for ever', () => {
    const { gate, texts, clock } = gateAt(0);
    gate.live([said('a')]);
    clock.advance(10_000);
    expect(texts).toEqual(['a']);
  });

  it('leaves out what an earlier session took long ago, but no removal', () => {
    const { gate, texts } = gateAt(TIME);
    const removal: SourceEvent = { type: 'removed', messageId: 'old', by: null, sentAt: null };
    gate.backlog([
      said('old', { sentAt: TIME - 60_001 }),
      removal,
      said('edge', { sentAt: TIME - 60_000 }),
      said('new', { sentAt: TIME + 1 }),
    ]);
    expect(texts).toEqual(['removed', 'edge', 'new']);
  });

  it('says nothing after it was closed', () => {
    const { gate, texts, clock } = gateAt(0);
    gate.live([said('a')]);
    gate.close();
    clock.advance(60_000);
    expect(texts).toEqual([]);
  });
});
