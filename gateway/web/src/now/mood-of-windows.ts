import { EMOTIONS } from '../../../../language/types.ts';
import type { ChatWindow } from '../../../http/contract.ts';
import { TEN_SECONDS } from '../store/window-series.ts';
import { MoodMeter } from './mood.ts';

/**
 * A meter that knows the windows before the first message at hand. Where none is, those under way are left out: windows and
 * messages come by different topics, and what such a window counts may still come as messages.
 */
export function meterOf(windows: readonly ChatWindow[], firstMessageAt?: number): MoodMeter {
  const meter = new MoodMeter();
  for (const window of windows) {
    if (window.size !== TEN_SECONDS) continue;
    const isBefore =
      firstMessageAt === undefined ? window.closed : window.start + window.size <= firstMessageAt;
    if (!isBefore) continue;
    meter.addCounts({ ...window, emotions: EMOTIONS.map((emotion) => window.emotions[emotion]) });
  }
  return meter;
}
