import type { Statements } from '../../sqlite/statements.ts';
import type { BroadcastStates } from './broadcast-states.ts';

/** What a moderator did to a message. */
export interface ModeratorAct {
  readonly type: 'MessageHidden' | 'MessageRestored' | 'MessageApproved';
  readonly broadcastId: string;
  readonly messageId: string;
  /** Offset in `moderation.events`. */
  readonly offset: number;
}

/**
 * Notes an act, which may come before its message. Two registers, each kept by the act of the highest offset:
 * `hidden` (set by hiding; unset by restoring and by approving) and `approved` (set by approving, unset by hiding).
 */
export function applyVerdict(sql: Statements, states: BroadcastStates, act: ModeratorAct): void {
  const { no } = states.of(act.broadcastId);
  const hidden = act.type === 'MessageHidden' ? 1 : 0;
  const approved = act.type === 'MessageApproved' ? 1 : 0;
  const approvedOffset = act.type === 'MessageRestored' ? -1 : act.offset;
  sql.run(
    `INSERT INTO verdict(broadcast, message_id, hidden, hidden_off, approved, approved_off) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET
         hidden = iif(excluded.hidden_off > hidden_off, excluded.hidden, hidden),
         hidden_off = max(excluded.hidden_off, hidden_off),
         approved = iif(excluded.approved_off > approved_off, excluded.approved, approved),
         approved_off = max(excluded.approved_off, approved_off)`,
    [no, act.messageId, hidden, act.offset, approved, approvedOffset],
  );
}
