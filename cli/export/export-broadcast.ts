import { ChatpulseError } from '../../core/errors.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import type { ExportWriter } from './formats.ts';
import { nearestNames } from './nearest.ts';
import type { Output } from './output.ts';

export interface ExportOptions {
  readonly archive: Pick<ChatArchive, 'export' | 'totals'>;
  readonly broadcastId: string;
  readonly writer: ExportWriter;
  readonly output: Output;
  /** All broadcasts there are; asked for where the archive has nothing of this one. */
  readonly knownBroadcasts: () => readonly string[];
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes all messages of a broadcast, a row each, in the order of the chat. Reads and writes in blocks: memory does not
 * grow, and a slow reader slows it down. Answers the number of rows.
 * @throws ChatpulseError CHATPULSE_BROADCAST_UNKNOWN that names the most alike ids
 */
export async function exportBroadcast(options: ExportOptions): Promise<number> {
  const { archive, broadcastId, writer, output } = options;
  const { messages } = await archive.totals(broadcastId);
  if (messages === 0) checkKnown(broadcastId, options.knownBroadcasts());
  let rows = 0;
  let wanted = writer.header === '' || (await output.write(writer.header));
  for await (const block of archive.export(broadcastId)) {
    if (wanted) wanted = await output.write(block.map((message) => writer.row(message)).join(''));
    if (!wanted) break;
    rows += block.length;
    options.onProgress?.(rows, Math.max(rows, messages));
  }
  return rows;
}

function checkKnown(broadcastId: string, known: readonly string[]): void {
  if (known.includes(broadcastId)) return;
  const nearest = nearestNames(broadcastId, known, 3);
  const hint = nearest.length > 0 ? ` Did you mean ${nearest.join(' or ')}?` : ' There is none at all yet.';
  throw new ChatpulseError('CHATPULSE_BROADCAST_UNKNOWN', {
    message: `There is no broadcast ${broadcastId}.${hint}`,
  });
}
