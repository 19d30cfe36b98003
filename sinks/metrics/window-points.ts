import type { WindowUpdated } from '../../core/events/generated.ts';
import { EMOTIONS } from '../../language/types.ts';
import type { MetricPoint, MetricQuery } from './port.ts';

/** The measurement that holds the closed windows of broadcasts. */
export const WINDOW_MEASUREMENT = 'chat_window';

/** The tag that names a window's size. */
export type WindowSize = '10s' | '1m';

const SIZES: Readonly<Record<WindowSize, number>> = { '10s': 10_000, '1m': 60_000 };

/** What to ask the metric store for the closed windows of a broadcast. */
export function windowQuery(
  broadcastId: string,
  size: WindowSize,
  range: { readonly from?: number; readonly to?: number } = {},
): MetricQuery {
  return { measurement: WINDOW_MEASUREMENT, tags: { broadcast: broadcastId, size }, ...range };
}

/**
 * Points for the closed windows among these, one per window: the highest stamp wins, which is also the point's version.
 * Provisional windows make no point, nor do sizes that are not kept.
 */
export function windowPoints(windows: Iterable<WindowUpdated>): MetricPoint[] {
  const final = new Map<string, WindowUpdated>();
  for (const window of windows) {
    if (!window.closed || !sizeTag(window.sizeMs)) continue;
    const identity = `${window.broadcastId}\n${window.sizeMs}\n${window.start}`;
    const known = final.get(identity);
    if (!known || window.stamp >= known.stamp) final.set(identity, window);
  }
  return [...final.values()].map(toPoint);
}

/** The window that a point was made of; undefined for a point of something else. */
export function windowFromPoint(point: MetricPoint): WindowUpdated | undefined {
  const { broadcast, platform, channel, size } = point.tags;
  if (point.measurement !== WINDOW_MEASUREMENT || broadcast === undefined) return undefined;
  if (size !== '10s' && size !== '1m') return undefined;
  const field = (name: string): number => point.fields[name] ?? 0;
  return {
    broadcastId: broadcast,
    platform: platform ?? '',
    channelId: channel ?? '',
    sizeMs: SIZES[size],
    start: point.time,
    closed: true,
    stamp: point.fields['stamp'] ?? -1,
    messages: field('messages'),
    positive: field('positive'),
    negative: field('negative'),
    neutral: field('neutral'),
    profane: field('profane'),
    emotions: EMOTIONS.map(field),
    positiveSum: field('positive_sum'),
    authors: field('authors'),
    paid: field('paid'),
    removed: field('removed'),
    sanctions: field('sanctions'),
    // What only alerts ask for is not kept here.
    negativeAuthors: 0,
    profaneAuthors: 0,
    voices: 0,
    negativeVoices: 0,
    profaneVoices: 0,
    recorded: false,
  };
}

function toPoint(window: WindowUpdated): MetricPoint {
  return {
    measurement: WINDOW_MEASUREMENT,
    tags: {
      broadcast: window.broadcastId,
      platform: window.platform,
      channel: window.channelId,
      size: sizeTag(window.sizeMs) ?? '',
    },
    time: window.start,
    version: window.stamp,
    fields: {
      messages: window.messages,
      positive: window.positive,
      negative: window.negative,
      neutral: window.neutral,
      profane: window.profane,
      ...Object.fromEntries(EMOTIONS.map((name, i) => [name, window.emotions[i] ?? 0])),
      positive_sum: window.positiveSum,
      authors: window.authors,
      paid: window.paid,
      removed: window.removed,
      sanctions: window.sanctions,
      stamp: window.stamp,
    },
  };
}

function sizeTag(sizeMs: number): WindowSize | undefined {
  return (Object.keys(SIZES) as WindowSize[]).find((size) => SIZES[size] === sizeMs);
}
