import type { NoticeAlert } from '../../../http/notice-shapes.ts';

/** The alerts with some that are new or changed, in the order in which they were raised. */
export function putAlerts(
  known: readonly NoticeAlert[],
  changed: readonly NoticeAlert[],
): readonly NoticeAlert[] {
  if (changed.length === 0) return known;
  const byId = new Map([...known, ...changed].map((alert) => [alert.id, alert]));
  return [...byId.values()].sort((a, b) => a.raisedAt - b.raisedAt);
}
