import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { createCodec } from '../../core/events/codec.ts';
import type { AlertRaised } from '../../core/events/generated.ts';
import { createMemoryLog } from '../../core/log/memory.ts';
import type { EventLog } from '../../core/log/port.ts';
import { analyzed, NEW_YEAR } from '../../core/testing/events.ts';
import { emitRaised } from './emit.ts';
import { DEFAULT_ALERT_RULES } from '../../core/alerts/default-rules.ts';
import { withSamples } from './samples.ts';

const codec = createCodec();
const SHOW = 'twitch-test-1';

interface Said {
  readonly author: string;
  readonly text: string;
  readonly masked?: string;
  readonly sentiment?: string;
  readonly at?: number;
  readonly show?: string;
}

async function say(log: EventLog, messages: readonly Said[]): Promise<void> {
  await log.append(
    messages.map(({ author, text, masked = text, sentiment = 'negative', at = 5_000, show = SHOW }, i) => {
      const data = analyzed({
        rawOffset: i,
        sentiment,
        masked,
        message: {
          broadcastId: show,
          messageId: `m${i}`,
          text,
          eventTime: NEW_YEAR + at,
          author: { id: author, name: author, login: null, roles: [], identifiable: true },
        },
      });
      // One partition as `analyze` has it: by the broadcast.
      return { topic: 'chat.analyzed', key: SHOW, value: codec.encode('MessageAnalyzed', data) };
    }),
  );
}

async function raise(log: EventLog): Promise<AlertRaised> {
  const records: { topic: string; key: string; value: Uint8Array }[] = [];
  emitRaised(
    { emit: (topic, key, type, data) => void records.push({ topic, key, value: codec.encode(type, data) }) },
    {
      name: 'negative-surge',
      rule: DEFAULT_ALERT_RULES['negative-surge'],
      subject: SHOW,
      broadcastId: SHOW,
      value: 0.6,
      threshold: 0.3,
      startedAt: NEW_YEAR,
      at: NEW_YEAR + 10_000,
    },
  );
  const logger = pino({ level: 'silent' });
  const [position] = await withSamples({ log, codec, clock: systemClock, logger }).append(records);
  if (!position) throw new Error('nothing was appended');
  const [record] = await log.read(position);
  const event = codec.decode(record?.value ?? new Uint8Array());
  if (event.type !== 'AlertRaised') throw new Error('another event');
  return event.data;
}

describe('the samples of an alert', () => {
  it('are the newest three messages that speak for it, of different authors, masked', async () => {
    const log = createMemoryLog();
    await say(log, [
      { author: 'a', text: 'too early', at: -1 },
      { author: 'b', text: 'first' },
      { author: 'c', text: 'damn bad', masked: '**** bad' },
      { author: 'd', text: 'what a show', sentiment: 'positive' },
      { author: 'e', text: 'of another show', show: 'twitch-test-2' },
      { author: 'f', text: 'boring' },
      { author: 'g', text: 'awful' },
      { author: 'g', text: 'awful, again' },
      { author: 'h', text: 'too late', at: 10_001 },
    ]);
    expect((await raise(log)).samples).toEqual(['**** bad', 'boring', 'awful, again']);
  });

  it('are found behind many others, but not looked for without end', async () => {
    const others = (count: number): Said[] =>
      Array.from({ length: count }, (_, i) => ({ author: `o${i}`, text: 'fine', sentiment: 'neutral' }));
    const near = createMemoryLog();
    await say(near, [{ author: 'a', text: 'bad' }, ...others(1_700)]);
    expect((await raise(near)).samples).toEqual(['bad']);
    const far = createMemoryLog();
    await say(far, [{ author: 'a', text: 'bad' }, ...others(2_000)]);
    expect((await raise(far)).samples).toEqual([]);
  });

  it('do not hold up an alert when they cannot be read', async () => {
    const log = createMemoryLog();
    const broken = { ...log, ranges: () => Promise.reject(new Error('away')) };
    expect((await raise(broken)).samples).toEqual([]);
  });
});
