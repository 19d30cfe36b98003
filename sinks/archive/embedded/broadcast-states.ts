import type { Statements } from '../../sqlite/statements.ts';
import { contentEnd, contentId, rawOffsetOf } from './schema.ts';

/** What the writer remembers of a broadcast between batches; all of it can be read again from the file. */
export interface BroadcastState {
  readonly no: number;
  platform: string;
  messages: number;
  refsUpto: number;
  sealedUpto: number;
  /** The highest offset of a sanction of this broadcast; content below it may be concerned. */
  lastSanction: number;
  /** Rows that are in no segment yet. */
  unsealed: number;
  /** Message ids that message_ref does not know yet, with their offsets. */
  readonly recent: Map<string, number>;
  /** Removals whose message has not come. */
  readonly awaited: Set<string>;
  changed: boolean;
}

/** Ids are put into message_ref in bulk and in order: one by one, each would dirty a page of its own. */
const MAX_RECENT = 65_536;
const MAX_STATES = 512;

/**
 * The states of the broadcasts that were written lately. After a transaction failed, `forget` must be called: what is
 * remembered may then be ahead of the file.
 */
export class BroadcastStates {
  readonly #sql: Statements;
  readonly #states = new Map<string, BroadcastState>();
  #recentCount = 0;

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
    this.#recentCount = 0;
  }

  /** Notes where a message stands, in the bulk to come, or at once where that bulk has passed. */
  remember(state: BroadcastState, messageId: string, rawOffset: number): void {
    if (rawOffset > state.refsUpto) {
      if (!state.recent.has(messageId)) this.#recentCount++;
      state.recent.set(messageId, rawOffset);
    } else this.#refer(state.no, messageId, rawOffset);
  }

  /** Where a message stands, or undefined. */
  find(state: BroadcastState, messageId: string): number | undefined {
    const recent = state.recent.get(messageId);
    if (recent !== undefined || state.refsUpto < 0) return recent;
    return this.#sql.first<[number]>(
      'SELECT off FROM message_ref WHERE broadcast = ? AND message_id = ?',
      state.no,
      messageId,
    )?.[0];
  }

  /** {@link find} for many messages in one statement: those that message_ref knows. */
  findReferred(state: BroadcastState, messageIds: readonly string[]): Map<string, number> {
    return new Map(
      this.#sql.all<[string, number]>(
        `SELECT message_id, off FROM json_each(?) CROSS JOIN message_ref
          WHERE broadcast = ? AND message_id = json_each.value`,
        JSON.stringify(messageIds),
        state.no,
      ),
    );
  }

  drop(state: BroadcastState, messageId: string): void {
    if (state.recent.delete(messageId)) this.#recentCount--;
    this.#sql.run('DELETE FROM message_ref WHERE broadcast = ? AND message_id = ?', [state.no, messageId]);
  }

  /** Writes changed states, and the message ids when enough of them have come together. */
  save(): void {
    if (this.#recentCount >= MAX_RECENT) this.#referAll();
    for (const state of this.#states.values()) {
      if (!state.changed) continue;
      this.#sql.run(
        'UPDATE broadcast SET platform = ?, messages = ?, refs_upto = ?, sealed_upto = ? WHERE no = ?',
        [state.platform, state.messages, state.refsUpto, state.sealedUpto, state.no],
      );
      state.changed = false;
    }
  }

  /** Lets go of states when there are many; they are read again when needed. Between transactions only. */
  trim(): void {
    if (this.#states.size > MAX_STATES) this.forget();
  }

  #referAll(): void {
    for (const state of this.#states.values()) {
      if (state.recent.size === 0) continue;
      const ids = [...state.recent.keys()].sort();
      for (const id of ids) this.#refer(state.no, id, state.recent.get(id) ?? 0);
      state.refsUpto = Math.max(state.refsUpto, highest(state.recent.values()));
      state.recent.clear();
      state.changed = true;
    }
    this.#recentCount = 0;
  }

  #refer(no: number, messageId: string, rawOffset: number): void {
    this.#sql.run('INSERT OR REPLACE INTO message_ref VALUES (?, ?, ?)', [no, messageId, rawOffset]);
  }

  #load(broadcastId: string): BroadcastState {
    const row = this.#sql.first<[number, string, number, number, number]>(
      'SELECT no, platform, messages, refs_upto, sealed_upto FROM broadcast WHERE id = ?',
      broadcastId,
    );
    if (!row) throw new Error(`The row of broadcast ${broadcastId} is gone.`);
    const [no, platform, messages, refsUpto, sealedUpto] = row;
    const recent = new Map(
      this.#sql
        .all<[string, number]>(
          'SELECT message_id, id FROM content WHERE id > ? AND id < ?',
          contentId(no, refsUpto),
          contentEnd(no),
        )
        .map(([messageId, id]) => [messageId, rawOffsetOf(id)]),
    );
    this.#recentCount += recent.size;
    const count = (sql: string, ...values: number[]): number =>
      this.#sql.first<[number]>(sql, ...values)?.[0] ?? 0;
    return {
      no,
      platform,
      messages,
      refsUpto,
      sealedUpto,
      lastSanction: count('SELECT ifnull(max(off), -1) FROM sanction WHERE broadcast = ?', no),
      unsealed:
        count(
          'SELECT count(*) FROM content WHERE id > ? AND id < ?',
          contentId(no, sealedUpto),
          contentEnd(no),
        ) + count('SELECT count(*) FROM late WHERE id >= ? AND id < ?', contentId(no, 0), contentEnd(no)),
      recent,
      awaited: new Set(
        this.#sql
          .all<[string]>('SELECT message_id FROM removal WHERE broadcast = ? AND awaited', no)
          .map(([messageId]) => messageId),
      ),
      changed: false,
    };
  }
}

function highest(values: Iterable<number>): number {
  let max = -1;
  for (const value of values) if (value > max) max = value;
  return max;
}
