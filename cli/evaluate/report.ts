import { plural } from '../../core/plural.ts';
import { grouped } from '../progress-line.ts';
import type { Evaluation } from './evaluate.ts';

/** The figures as a reader likes them. */
export function reportText(evaluation: Evaluation): string {
  const { rows, leftOut, classes, confusion } = evaluation;
  const figures: readonly (readonly [string, string])[] = [
    ['rows', grouped(rows)],
    ['accuracy', share(evaluation.accuracy)],
    ['log loss', share(evaluation.logLoss)],
    ['macro-F1', share(evaluation.macroF1)],
    ['calibration error', share(evaluation.calibrationError)],
    ['messages per second', grouped(Math.round(evaluation.messagesPerSecond))],
    ['models', evaluation.version],
  ];
  const names = classes.map(({ name }) => name);
  return [
    ...figures.map(([name, value]) => `${name.padEnd(20)} ${value}`),
    ...(leftOut.unlabelled > 0
      ? [`Left out: ${grouped(leftOut.unlabelled)} ${plural(leftOut.unlabelled, 'row')} without a label.`]
      : []),
    ...(leftOut.ambiguous > 0
      ? [`Left out: ${grouped(leftOut.ambiguous)} ${plural(leftOut.ambiguous, 'row')} with several labels.`]
      : []),
    ...(evaluation.logLoss === null
      ? ['Log loss and calibration: none, since the analysis gives no probability of neutral.']
      : []),
    '',
    ...table([
      ['class', 'rows', 'precision', 'recall', 'F1'],
      ...classes.map((each) => [
        each.name,
        grouped(each.rows),
        share(each.precision),
        share(each.recall),
        share(each.f1),
      ]),
    ]),
    '',
    'Confusion: a line for each label, a column for each answer',
    ...table([['', ...names], ...confusion.map((row, c) => [names[c] as string, ...row.map(grouped)])]),
    '',
  ].join('\n');
}

function share(value: number | null): string {
  return value === null ? '-' : value.toFixed(4);
}

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
