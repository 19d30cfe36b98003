import { plural } from '../../core/plural.ts';
import { grouped } from '../progress-line.ts';
import type { Problem, VerifyReport } from './report.ts';

/** The report as text for people: a table of the rules, then everything that is worth knowing. */
export function formatReport(report: VerifyReport): string {
  const rows = report.rules.map(({ rule, what, checked, problems }) => [
    rule,
    grouped(checked),
    problems === 0 ? '-' : grouped(problems),
    what,
  ]);
  const lines = table([['rule', 'checked', 'problems', 'what it proves'], ...rows]);
  lines.push(...counted('Not yet processed (neither right nor wrong), records per part:', report.pending));
  lines.push(...counted('Cannot be proved any more:', report.unprovable));
  lines.push(...counted('Also seen:', report.notes));
  if (report.deadLetters.length > 0) {
    lines.push('', 'Dead letters (set aside, kept in the dead-letter topic):');
    for (const { topic, handler, reason, count } of report.deadLetters)
      lines.push(`  ${grouped(count)}  of ${topic}, by ${handler}: ${reason}`);
  }
  if (report.problems.length > 0) {
    lines.push('', 'Problems, the first of each rule:');
    for (const problem of report.problems) lines.push(`  ${problemLine(problem)}`);
  }
  const sum = report.rules.reduce((total, { problems }) => total + problems, 0);
  lines.push(
    '',
    report.ok
      ? 'Nothing is lost, doubled or miscounted.'
      : `${grouped(sum)} ${plural(sum, 'problem')} found.`,
  );
  return `${lines.join('\n')}\n`;
}

function problemLine({
  rule,
  kind,
  what,
  topic,
  partition,
  offset,
  broadcastId,
  messageId,
}: Problem): string {
  const place = [topic, partition, offset].filter((part) => part !== undefined).join('/');
  const subject = [broadcastId, messageId].filter((part) => part !== undefined).join('/');
  return [`${rule} ${kind}:`, what, place && `at ${place}`, subject && `(${subject})`]
    .filter(Boolean)
    .join(' ');
}

function counted(title: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts);
  if (entries.length === 0) return [];
  return ['', title, ...entries.map(([name, count]) => `  ${grouped(count)}  ${name}`)];
}

/** Columns as wide as needed; the two of figures stand right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map(([rule = '', checked = '', problems = '', what = '']) =>
    [
      rule.padEnd(widths[0] ?? 0),
      checked.padStart(widths[1] ?? 0),
      problems.padStart(widths[2] ?? 0),
      what,
    ].join('  '),
  );
}
