import { isUtf8 } from 'node:buffer';

/** A line may be so long: the platform's tags end at 8 kB and its texts far below. */
const MAX_LINE_BYTES = 64 * 1024;

/** One line of a frame: its text, or why it has none. */
export type FrameLine =
  | { readonly text: string; readonly bytes: Uint8Array; readonly reason?: undefined }
  | { readonly text?: undefined; readonly bytes: Uint8Array; readonly reason: string };

/** The lines of a frame, which may pack several; empty ones are left out. */
export function linesOfFrame(frame: Buffer): FrameLine[] {
  const lines: FrameLine[] = [];
  let start = 0;
  while (start < frame.length) {
    const newline = frame.indexOf(0x0a, start);
    const next = newline < 0 ? frame.length : newline + 1;
    let end = newline < 0 ? frame.length : newline;
    while (end > start && frame[end - 1] === 0x0d) end -= 1;
    if (end > start) lines.push(readLine(frame.subarray(start, end)));
    start = next;
  }
  return lines;
}

function readLine(bytes: Buffer): FrameLine {
  if (bytes.length > MAX_LINE_BYTES) return { bytes, reason: `line of ${bytes.length} bytes` };
  if (!isUtf8(bytes)) return { bytes, reason: 'invalid UTF-8' };
  return { bytes, text: bytes.toString('utf8') };
}
