import { EMOTIONS } from '../../../../language/types.ts';
import type { ChatWindow } from '../../../http/contract.ts';
import { TEN_SECONDS } from '../store/window-series.ts';
import { MoodMeter } from './mood.ts';

/** A meter that knows the windows before the first message at hand. */
export function meterOf(windows: readonly ChatWindow[], firstMessageAt = Infinity): MoodMeter {
  const meter = new MoodMeter();
  for (const window of windows) {
    if (window.size !== TEN_SECONDS || window.start + window.size > firstMessageAt) continue;
    meter.addCounts({ ...window, emotions: EMOTIONS.map((emotion) => window.emotions[emotion]) });
  }
  return meter;
}
