import type { DeletedUnread, WindowPlace } from './deleted-unread.ts';
import { createOrderedRows, type OrderedRows } from './ordered-rows.ts';
import type { PublishedTail } from './published-tail.ts';
import type { Findings, Problem } from './report.ts';
import type { Committed } from './sources.ts';
import type { ClosedWindow } from './window-rule.ts';

/** The two projections whose unit is the closed window of a broadcast: figures and words. */
export interface ClosedCheckOptions<S, Row extends { readonly start: number }> {
  readonly rule: 'windows' | 'words';
  readonly partition: number;
  readonly findings: Findings;
  readonly sizes: readonly number[];
  /** Broadcasts of this partition that the store knows. */
  readonly broadcasts: readonly string[];
  readonly load: (broadcastId: string, sizeMs: number, after: number, limit: number) => readonly Row[];
  /** What differs between the window as recomputed and as stored; undefined where nothing. */
  readonly difference: (window: ClosedWindow<S>, row: Row) => string | undefined;
  /** What the processor has committed in `chat.analyzed`. */
  readonly committed: Committed | undefined;
  readonly tail: PublishedTail;
  /** What may have been deleted from the log before the store had it, as is on record. */
  readonly deletedUnread: DeletedUnread;
  readonly trimmed: boolean;
}

/** Compares closed windows, as they are recomputed, with the rows of a store. */
export interface ClosedCheck<S> {
  take(window: ClosedWindow<S>): void;
  end(): void;
}

export function createClosedCheck<S, Row extends { readonly start: number }>(
  options: ClosedCheckOptions<S, Row>,
): ClosedCheck<S> {
  const { rule, findings, partition } = options;
  const rowsOf = new Map<string, OrderedRows<Row>>();
  /** From here on rows can be proved, by size and broadcast; below, the log no longer tells. */
  const provableFrom = new Map<string, number>();

  function rows(broadcastId: string, sizeMs: number): OrderedRows<Row> {
    const key = `${sizeMs}\n${broadcastId}`;
    let known = rowsOf.get(key);
    if (!known) {
      known = createOrderedRows({
        load: (after, limit) => options.load(broadcastId, sizeMs, after, limit),
        keyOf: (row) => row.start,
      });
      rowsOf.set(key, known);
    }
    return known;
  }

  function problem(
    kind: Problem['kind'],
    what: string,
    of: { broadcastId: string; sizeMs: number; start: number },
  ): void {
    const name = `${of.sizeMs / 1000} s window ${new Date(of.start).toISOString()}`;
    findings.problem({ rule, kind, what: `${name}: ${what}`, partition, broadcastId: of.broadcastId });
  }

  function lost(window: WindowPlace): void {
    findings.checked(rule);
    problem('lost', 'it is over and the store does not have it', window);
  }

  function unexpected(broadcastId: string, sizeMs: number, row: Row): void {
    const provable = provableFrom.get(`${sizeMs}\n${broadcastId}`) ?? Number.POSITIVE_INFINITY;
    if (options.trimmed && row.start < provable)
      findings.unprovable(`${rule} of a time that chat.analyzed no longer keeps`);
    else
      problem('invented', 'the store has it, and nothing was said then that is over', {
        broadcastId,
        sizeMs,
        start: row.start,
      });
  }

  return {
    take(window) {
      const { broadcastId, sizeMs, start } = window;
      const key = `${sizeMs}\n${broadcastId}`;
      if (!window.incomplete && !provableFrom.has(key)) provableFrom.set(key, start);
      const row = rows(broadcastId, sizeMs).take(start, (other) => unexpected(broadcastId, sizeMs, other));
      if (window.incomplete) {
        findings.unprovable(`${rule} that began before what chat.analyzed keeps`);
        return;
      }
      if (row) {
        options.deletedUnread.stored(window);
        findings.checked(rule);
        const difference = options.difference(window, row);
        if (difference) problem('miscounted', difference, window);
      } else if (window.closedBy >= (options.committed?.readTo ?? 0)) findings.pending(rule);
      else if (options.tail.isPending(broadcastId, sizeMs, start)) findings.pending(rule);
      else if (!options.deletedUnread.missing(placeOf(window))) lost(window);
    },
    end() {
      const missing = options.deletedUnread.settle();
      for (let i = 0; i < missing.explained; i += 1)
        findings.unprovable(`${rule} that were deleted from the log before the store had them`);
      missing.lost.forEach(lost);
      for (const broadcastId of options.broadcasts)
        for (const sizeMs of options.sizes)
          rows(broadcastId, sizeMs).take(Number.POSITIVE_INFINITY, (row) =>
            unexpected(broadcastId, sizeMs, row),
          );
    },
  };
}

/** Without what was counted: many may have to be kept. */
function placeOf({ broadcastId, sizeMs, start, closedBy }: WindowPlace): WindowPlace {
  return { broadcastId, sizeMs, start, closedBy };
}
