import type { Statements } from '../../sqlite/statements.ts';
import { decodeHashes, hashId, IdFilter, ordinalsByHash } from './id-filter.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';

/** What the writer remembers of a broadcast between batches; all of it can be read again from the file. */
export interface BroadcastState {
  readonly no: number;
  platform: string;
  messages: number;
  sealedUpto: number;
  /** The highest offset of a sanction of this broadcast; content below it may be concerned. */
  lastSanction: number;
  /** Messages that are in no segment, with their offsets. */
  readonly unsealed: Map<string, number>;
  /** Which segments may hold an id. */
  readonly sealed: IdFilter;
  /** Removals whose message has not come. */
  readonly awaited: Set<string>;
  changed: boolean;
}

const MAX_STATES = 512;
const MAX_FILTER_BYTES = 64 * 2 ** 20;

/**
 * The states of the broadcasts that were written lately. After a transaction failed, `forget` must be called: what is
 * remembered may then be ahead of the file.
 */
export class BroadcastStates {
  readonly #sql: Statements;
  readonly #states = new Map<string, BroadcastState>();

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The state of a broadcast, made where there is none. */
  of(broadcastId: string): BroadcastState {
    let state = this.#states.get(broadcastId);
    if (!state) {
      this.#sql.run('INSERT OR IGNORE INTO broadcast(id) VALUES (?)', [broadcastId]);
      state = this.#load(broadcastId);
      this.#states.set(broadcastId, state);
    }
    return state;
  }

  all(): Iterable<BroadcastState> {
    return this.#states.values();
  }

  forget(): void {
    this.#states.clear();
  }

  /** Where a message stands, or undefined. */
  find(state: BroadcastState, messageId: string): number | undefined {
    const unsealed = state.unsealed.get(messageId);
    if (unsealed !== undefined) return unsealed;
    const hash = hashId(messageId);
    for (const segment of state.sealed.candidates(hash)) {
      const offset = this.#findSealed(state, segment, { hash, messageId });
      if (offset !== undefined) return offset;
    }
    return undefined;
  }

  /** Writes changed states. */
  save(): void {
    for (const state of this.#states.values()) {
      if (!state.changed) continue;
      this.#sql.run('UPDATE broadcast SET platform = ?, messages = ?, sealed_upto = ? WHERE no = ?', [
        state.platform,
        state.messages,
        state.sealedUpto,
        state.no,
      ]);
      state.changed = false;
    }
  }

  /** Lets go of states when they are many; they are read again when needed. Between transactions only. */
  trim(): void {
    let filterBytes = 0;
    for (const state of this.#states.values()) filterBytes += state.sealed.bytes;
    if (this.#states.size > 1 && (this.#states.size > MAX_STATES || filterBytes > MAX_FILTER_BYTES))
      this.forget();
  }

  #findSealed(
    state: BroadcastState,
    segmentNo: number,
    wanted: { readonly hash: number; readonly messageId: string },
  ): number | undefined {
    const segment = this.#sql.first<[number, Uint8Array, Uint8Array]>(
      'SELECT first, ids, offsets FROM segment WHERE no = ?',
      segmentNo,
    );
    if (!segment) return undefined;
    const [first, ids, offsets] = segment;
    const view = new DataView(offsets.buffer, offsets.byteOffset, offsets.byteLength);
    for (const ordinal of ordinalsByHash(ids, wanted.hash)) {
      const offset = first + view.getUint32(ordinal * 4, true);
      const stored = this.#sql.first<[string]>(
        'SELECT message_id FROM content WHERE id = ?',
        contentId(state.no, offset),
      );
      if (stored?.[0] === wanted.messageId) return offset;
    }
    return undefined;
  }

  #load(broadcastId: string): BroadcastState {
    const row = this.#sql.first<[number, string, number, number]>(
      'SELECT no, platform, messages, sealed_upto FROM broadcast WHERE id = ?',
      broadcastId,
    );
    if (!row) throw new Error(`The row of broadcast ${broadcastId} is gone.`);
    const [no, platform, messages, sealedUpto] = row;
    return {
      no,
      platform,
      messages,
      sealedUpto,
      lastSanction:
        this.#sql.first<[number]>('SELECT ifnull(max(off), -1) FROM sanction WHERE broadcast = ?', no)?.[0] ??
        -1,
      unsealed: this.#loadUnsealed(no, sealedUpto),
      sealed: this.#loadFilter(no),
      awaited: new Set(
        this.#sql
          .all<[string]>('SELECT message_id FROM removal WHERE broadcast = ? AND awaited', no)
          .map(([messageId]) => messageId),
      ),
      changed: false,
    };
  }

  #loadUnsealed(no: number, sealedUpto: number): Map<string, number> {
    const rows = this.#sql.all<[string, number]>(
      `SELECT message_id, id FROM content WHERE id > ? AND id < ?
       UNION ALL SELECT message_id, id FROM late CROSS JOIN content USING (id) WHERE late.id >= ? AND late.id < ?`,
      contentId(no, sealedUpto),
      contentEnd(no),
      contentId(no, 0),
      contentEnd(no),
    );
    return new Map(rows.map(([messageId, id]) => [messageId, rawOffsetOf(id)]));
  }

  #loadFilter(no: number): IdFilter {
    const filter = new IdFilter();
    for (const [segment] of this.#sql.all<[number]>(
      'SELECT no FROM segment WHERE broadcast = ? ORDER BY no',
      no,
    )) {
      const ids = this.#sql.first<[Uint8Array]>('SELECT ids FROM segment WHERE no = ?', segment)?.[0];
      if (ids) filter.add(segment, decodeHashes(ids));
    }
    return filter;
  }
}
