import { Option, type Command } from 'commander';
import { plural } from '../../core/plural.ts';
import { createAnalyzer } from '../../language/index.ts';
import { streamOutput } from '../export/output.ts';
import { createProgressLine, grouped, howFar } from '../progress-line.ts';
import { evaluate } from './evaluate.ts';
import { readLabelledFile } from './labelled-file.ts';
import { reportText } from './report.ts';
import { TASKS, type Task } from '../../language/labels.ts';

const HELP = `
Reads FILE, a table with a header line: .tsv (cells as they stand), .csv (cells may be quoted), also with .gz behind it.
Labels, in any case:
  sentiment   1 positive 긍정, 0 negative 부정, 2 neutral 중립
  emotion     anger joy fear disgust surprise peace sadness, the Korean names, neutral for peace
  profanity   1 profanity abuse, 0 clean
Rows without a label, and rows with several (joy|surprise), are left out and counted.

Sentiment without neutral rows is read from the probability of positive, 0.5 and above being positive; with neutral rows
the label of the analysis counts, and there is neither log loss nor calibration error. The calibration error (ECE) has 15
bins of equal width, by the probability of positive or profane; for emotions by that of the most probable one. Macro-F1
is the mean over the classes that occur. The recall of "clean" is the specificity.

Examples:
  chatpulse evaluate --task sentiment reviews.tsv
  chatpulse evaluate --task emotion --text comment --label feeling --json survey.csv`;

interface EvaluateOptions {
  readonly task: Task;
  readonly text: string;
  readonly label: string;
  readonly json?: boolean;
}

export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('measure the analysis on texts that somebody has labelled')
    .argument('<file>', 'a table: .tsv, .csv, .tsv.gz or .csv.gz')
    .addOption(new Option('--task <task>', 'what the labels say').choices(TASKS).makeOptionMandatory())
    .option('--text <column>', 'the column of the texts', 'text')
    .option('--label <column>', 'the column of the labels', 'label')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action((file: string, options: EvaluateOptions) => run(file, options));
}

async function run(file: string, { task, json, ...columns }: EvaluateOptions): Promise<void> {
  const progress = createProgressLine();
  try {
    const rows = await readLabelledFile(file, columns, (done) =>
      progress.show(`read: ${grouped(done)} ${plural(done, 'row')}`),
    );
    const analyzer = await createAnalyzer();
    const evaluation = evaluate(task, rows, analyzer, (done, total) =>
      progress.show(`evaluate: ${howFar(done, total)}`),
    );
    progress.end();
    await streamOutput(process.stdout).write(
      json ? `${JSON.stringify({ file, ...evaluation })}\n` : reportText(evaluation),
    );
  } finally {
    progress.end();
  }
}
