import { EMOTIONS, type Emotion } from '../../language/types.ts';
import type { MetricPoint, MetricQuery } from '../../sinks/metrics/port.ts';
import type { ChatWindow } from '../http/contract.ts';

/** How the metrics sink names the closed windows of a broadcast. */
export function storedWindows(
  broadcastId: string,
  sizeMs: number,
): Pick<MetricQuery, 'measurement' | 'tags'> {
  return {
    measurement: 'chat_window',
    tags: { broadcast: broadcastId, size: sizeMs === 10_000 ? '10s' : '1m' },
  };
}

/** A closed window as it was stored. */
export function fromStoredWindow({ time, fields }: MetricPoint, sizeMs: number): ChatWindow {
  const count = (name: string): number => fields[name] ?? 0;
  const messages = count('messages');
  return {
    start: time,
    size: sizeMs,
    closed: true,
    messages,
    positive: count('positive'),
    negative: count('negative'),
    neutral: count('neutral'),
    profane: count('profane'),
    emotions: Object.fromEntries(EMOTIONS.map((name) => [name, count(name)])) as Record<Emotion, number>,
    positiveMean: messages > 0 ? Math.min(1, Math.max(0, count('positiveSum') / messages)) : null,
    authors: count('authors'),
    paid: count('paid'),
    removed: count('removed'),
    sanctions: count('sanctions'),
  };
}
