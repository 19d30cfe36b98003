import { ChatpulseError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { classOf, knownLabels, type Task } from '../../language/labels.ts';
import type { Analyzer } from '../../language/types.ts';
import type { LabelledRow } from './labelled-file.ts';
import { Tally, type Figures } from './tally.ts';
import { rulesFor } from './tasks.ts';

/** So many texts are analysed between two reports. */
const BLOCK = 500;
/** So many unknown labels are named. */
const NAMED = 5;

export interface Evaluation extends Figures {
  readonly task: Task;
  /** Rows left out: without a label, and with several of different meaning (`joy|surprise`). */
  readonly leftOut: { readonly unlabelled: number; readonly ambiguous: number };
  /** Texts analysed in a second, one after the other on one core. */
  readonly messagesPerSecond: number;
  /** Of the models and lists. */
  readonly version: string;
}

interface Judged {
  readonly text: string;
  readonly actual: string;
}

/**
 * Compares the analysis of every row with its label.
 * @throws ChatpulseError CHATPULSE_LABEL_UNKNOWN, CHATPULSE_TABLE_EMPTY
 */
export function evaluate(
  task: Task,
  rows: readonly LabelledRow[],
  analyzer: Analyzer,
  onProgress: (done: number, total: number) => void = () => undefined,
): Evaluation {
  const { judged, ...leftOut } = readLabels(task, rows);
  const rules = rulesFor(task, new Set(judged.map(({ actual }) => actual)));
  const tally = new Tally(rules);
  const started = performance.now();
  judged.forEach(({ text, actual }, i) => {
    tally.add(rules.classes.indexOf(actual), rules.answer(analyzer.analyze(text)));
    if (i % BLOCK === 0) onProgress(i, judged.length);
  });
  const seconds = (performance.now() - started) / 1_000;
  return {
    task,
    ...tally.figures(),
    leftOut,
    messagesPerSecond: judged.length / seconds,
    version: analyzer.version,
  };
}

function readLabels(
  task: Task,
  rows: readonly LabelledRow[],
): { readonly judged: readonly Judged[]; readonly unlabelled: number; readonly ambiguous: number } {
  const judged: Judged[] = [];
  const unknown = new Map<string, number>();
  let unlabelled = 0;
  let ambiguous = 0;
  for (const { text, label, line } of rows) {
    const meanings = new Set<string>();
    for (const each of label.split('|')) {
      if (each.trim() === '') continue;
      const meaning = classOf(task, each.trim());
      if (meaning === undefined) unknown.set(each, unknown.get(each) ?? line);
      else meanings.add(meaning);
    }
    const [actual] = meanings;
    if (actual === undefined) unlabelled++;
    else if (meanings.size > 1) ambiguous++;
    else judged.push({ text, actual });
  }
  if (unknown.size > 0) throw unknownLabels(task, unknown);
  if (judged.length === 0)
    throw new ChatpulseError('CHATPULSE_TABLE_EMPTY', {
      message: `None of ${rows.length} ${plural(rows.length, 'row')} has exactly one label.`,
    });
  return { judged, unlabelled, ambiguous };
}

function unknownLabels(task: Task, unknown: ReadonlyMap<string, number>): ChatpulseError {
  const named = [...unknown].slice(0, NAMED).map(([label, line]) => `"${label}" (line ${line})`);
  const more = unknown.size > NAMED ? ` and ${unknown.size - NAMED} more` : '';
  return new ChatpulseError('CHATPULSE_LABEL_UNKNOWN', {
    message: `Not a label of ${task}: ${named.join(', ')}${more}. Known are ${knownLabels(task).join(', ')}.`,
  });
}
