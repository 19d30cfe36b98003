import type { AlertDetail, AlertHistoryEntry, AlertRulesAnswer } from '../../gateway/http/contract.ts';
import type { NoticeAlert } from '../../gateway/http/notice-shapes.ts';
import { plain } from '../format-message.ts';

/** A table of alerts, the newest first; texts of others cannot steer the terminal. */
export function alertTable(alerts: readonly NoticeAlert[]): string {
  if (alerts.length === 0) return 'No alerts.\n';
  return table([
    ['RAISED', 'STATE', 'SEVERITY', 'RULE', 'ABOUT', 'ID'],
    ...alerts.map((alert) => [
      moment(alert.raisedAt),
      stateOf(alert),
      alert.severity,
      alert.rule,
      plain(alert.channelId || alert.subject),
      alert.id,
    ]),
  ]);
}

export function alertText({ alert, history }: AlertDetail): string {
  const { rule, severity, subject, value, threshold, baseline, count, detail, samples } = alert;
  return [
    `${alert.id}: ${rule}, ${severity}, ${stateOf(alert)}`,
    `about      ${plain(subject)}`,
    `measured   ${value} (threshold ${threshold}${baseline === null ? '' : `, usual ${baseline}`}) of ${count}`,
    ...(detail === null ? [] : [`detail     ${plain(detail)}`]),
    ...samples.map((sample) => `sample     ${plain(sample)}`),
    'history',
    ...history.map((entry) => `  ${moment(entry.at)}  ${historyText(entry)}`),
    '',
  ].join('\n');
}

export function rulesTable({ version, changedAt, changedBy, changes, rules }: AlertRulesAnswer): string {
  const since = changedAt === null ? 'never changed' : `changed ${moment(changedAt)}${byText(changedBy)}`;
  return (
    `version ${version}, ${since}\n` +
    table([
      ['RULE', 'ON', 'SEVERITY', 'FROM', 'OVER BELOW', 'UNIT', 'CHANNELS', ''],
      ...rules.map(({ name, measure, now }) => [
        name,
        now.enabled ? 'on' : 'off',
        now.severity,
        String(now.threshold),
        String(now.resolveThreshold),
        measure,
        now.channels.length === 0 ? 'all' : now.channels.map(plain).join(','),
        changes[name] ? '(changed)' : '',
      ]),
    ])
  );
}

/** Not known of what was changed before it was recorded. */
const byText = (by: string): string => (by === '' ? '' : ` by ${plain(by)}`);

function historyText(entry: AlertHistoryEntry): string {
  switch (entry.kind) {
    case 'raised':
      return 'raised';
    case 'acknowledged':
    case 'unmuted':
      return `${entry.kind}${byText(entry.by)}`;
    case 'muted':
      return `muted${byText(entry.by)} until ${moment(entry.until)}`;
    case 'notice': {
      const why = entry.reason === null ? '' : `: ${plain(entry.reason)}`;
      return `notice (${entry.notice}) to ${plain(entry.destination)}: ${entry.outcome}, attempts: ${entry.attempts}${why}`;
    }
    case 'resolved':
      return `resolved (${entry.reason ?? ''})`;
  }
}

function stateOf({ resolvedAt, acknowledgedAt, mutedUntil }: NoticeAlert): string {
  if (resolvedAt !== null) return 'resolved';
  const notes = [
    ...(acknowledgedAt === null ? [] : ['acknowledged']),
    ...(mutedUntil === null ? [] : ['muted']),
  ];
  return notes.length === 0 ? 'open' : notes.join('+');
}

function moment(at: number): string {
  return new Date(at).toISOString();
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
