import { ChatpulseError } from '../../core/errors.ts';
import type { WindowUpdated } from '../../core/events/generated.ts';
import type { ChatArchive } from '../../sinks/archive/port.ts';
import type { MetricStore } from '../../sinks/metrics/port.ts';
import { windowFromPoint, windowQuery, type WindowSize } from '../../sinks/metrics/window-points.ts';
import type { ChatWindow, MessagesPage, MessagesQuery, Words, WordSpan } from '../http/contract.ts';
import type { LiveModel } from '../model/live-model.ts';
import { fromArchive } from '../model/message-view.ts';
import { supersedes, toChatWindow } from '../model/window-table.ts';
import { sumWords } from '../../core/sum-words.ts';
import { minutesOf, spanOf } from '../model/word-table.ts';

/** Windows of an answer at most. */
const MAX_WINDOWS = 10_000;
/** Words asked of the archive, so that sums with the open minutes come out right near the end of the list. */
const ARCHIVE_WORDS = 1_000;
const MINUTE = 60_000;

export interface HistoryOptions {
  readonly archive: ChatArchive;
  readonly metrics: MetricStore;
  readonly live: LiveModel;
}

/**
 * What a broadcast was like: the stores, completed by what the live topics brought since.
 * Every function rejects with CHATPULSE_HISTORY_UNAVAILABLE where a store that it needs cannot be read.
 */
export interface History {
  messages(broadcastId: string, query: MessagesQuery): Promise<MessagesPage>;
  windows(broadcastId: string, query: WindowsRange): Promise<readonly ChatWindow[]>;
  words(broadcastId: string, span: WordSpan, limit: number): Promise<Words>;
}

export interface WindowsRange {
  readonly size: WindowSize;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}

export function createHistory({ archive, metrics, live }: HistoryOptions): History {
  return {
    async messages(broadcastId, query) {
      const { q, ...rest } = query;
      const page = await ask(() => archive.messages({ broadcastId, ...rest, ...(q ? { text: q } : {}) }));
      const messages = page.items.map(fromArchive);
      const [first, last] = [messages[0], messages.at(-1)];
      const forward = query.after !== undefined;
      return {
        messages,
        more: page.more,
        partial: page.partial,
        before: first && (forward || page.more) ? String(first.seq) : null,
        after: last && (!forward || page.more) ? String(last.seq) : null,
      };
    },

    async windows(broadcastId, { size, from, to, limit = MAX_WINDOWS }) {
      const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const points = await ask(() => metrics.query({ ...windowQuery(broadcastId, size, range), limit }));
      const windows = new Map<number, WindowUpdated>();
      const recent = live.get(broadcastId)?.windows.range(size === '10s' ? 10_000 : MINUTE, from, to) ?? [];
      for (const window of [...points.map(windowFromPoint), ...recent])
        if (window && supersedes(window, windows.get(window.start))) windows.set(window.start, window);
      return [...windows.values()]
        .sort((a, b) => a.start - b.start)
        .slice(-limit)
        .map(toChatWindow);
    },

    async words(broadcastId, span, limit) {
      const table = live.get(broadcastId)?.words;
      if (span !== 'all' && table && table.version > 0) return table.words(span, limit);
      const totals = await ask(() => archive.totals(broadcastId));
      if (span !== 'all') {
        const from = Math.floor((totals.lastAt ?? 0) / MINUTE) * MINUTE - (minutesOf(span) - 1) * MINUTE;
        const words = await ask(() => archive.words({ broadcastId, from, limit }));
        return {
          span,
          ...spanOf(totals.lastAt === null ? [] : [{ start: from }, lastMinute(totals.lastAt)]),
          words: [...words],
        };
      }
      // Closed minutes may not have reached the archive yet; the open one never does. Both are in memory.
      const recent = table?.minutes(Infinity) ?? [];
      const boundary = recent[0]?.start;
      const stored = await ask(() =>
        archive.words({ broadcastId, limit: ARCHIVE_WORDS, ...(boundary !== undefined && { to: boundary }) }),
      );
      const lists = [stored, ...recent.map((minute) => minute.words)];
      const first = totals.firstAt ?? boundary;
      const last = recent.at(-1) ?? (totals.lastAt === null ? undefined : lastMinute(totals.lastAt));
      return {
        span,
        ...spanOf(first === undefined || !last ? [] : [lastMinute(first), last]),
        words: sumWords(lists, limit),
      };
    },
  };
}

function lastMinute(time: number): { start: number } {
  return { start: Math.floor(time / MINUTE) * MINUTE };
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw new ChatpulseError('CHATPULSE_HISTORY_UNAVAILABLE', {
      message: 'What was said before cannot be read now.',
      cause: error,
    });
  }
}
