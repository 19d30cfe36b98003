import type { ChatEntry } from '../store/message-list.ts';

type MessageEntry = Extract<ChatEntry, { readonly kind: 'message' }>;

/** The newest message of each broadcast, by its place in the log. */
export type OverlaySeqs = ReadonlyMap<string, number>;

export function newestSeqs(entries: readonly ChatEntry[]): OverlaySeqs {
  const seqs = new Map<string, number>();
  for (const entry of entries)
    if (entry.kind === 'message')
      seqs.set(entry.broadcast, Math.max(entry.message.seq, seqs.get(entry.broadcast) ?? -1));
  return seqs;
}

export interface OverlayLines {
  /** So many at most. */
  readonly lines: number;
  /** Only what came after these. */
  readonly after?: OverlaySeqs;
}

/** The newest messages that nobody has taken away, oldest first. */
export function messagesOf(
  entries: readonly ChatEntry[],
  { lines, after }: OverlayLines,
): readonly MessageEntry[] {
  const shown: MessageEntry[] = [];
  for (let i = entries.length - 1; i >= 0 && shown.length < lines; i -= 1) {
    const entry = entries[i];
    if (entry?.kind !== 'message' || entry.message.removed) continue;
    if (after && entry.message.seq <= (after.get(entry.broadcast) ?? -1)) continue;
    shown.unshift(entry);
  }
  return shown;
}
