import { open } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { ChatpulseError } from '../../core/errors.ts';
import { toAnalyzeAnswer } from '../../gateway/http/analyze.ts';
import { createAnalyzer } from '../../language/index.ts';
import { streamOutput } from '../export/output.ts';
import { createProgressLine, grouped } from '../progress-line.ts';
import { readTextLines } from '../text-lines.ts';

const HELP = `
Reads FILE, or standard input where no file or "-" is given: UTF-8 text, a message a line. Answers in order, one JSON
object a line, for empty lines too:
  {"text","masked","lang","words":[…],
   "profanity":{"flag","score","spans":[{"start","end","reason"}]},
   "sentiment":{"label","positive"},"emotion":{"label","scores":{…}}}
"start" and "end" count UTF-16 units (end exclusive); "positive" is the probability of positive against negative.

Examples:
  echo '오늘 방송 진짜 재밌다' | chatpulse analyze
  chatpulse analyze comments.txt > comments.jsonl`;

export function registerAnalyze(program: Command): void {
  program
    .command('analyze')
    .description('analyse texts: a line in, a JSON line out')
    .argument('[file]', 'a text file; default: standard input', fileName)
    .addHelpText('after', HELP)
    .action((file: string | undefined) => analyze(file));
}

async function analyze(file: string | undefined): Promise<void> {
  const output = streamOutput(process.stdout);
  const analyzer = await createAnalyzer();
  const progress = createProgressLine();
  let done = 0;
  try {
    // Opened here, where what is wrong with it is told: a stream that opens by itself may fail before it is read.
    const input = file === undefined || file === '-' ? process.stdin : (await open(file)).createReadStream();
    for await (const lines of readTextLines(input)) {
      let answers = '';
      for (const line of lines) answers += `${JSON.stringify(toAnalyzeAnswer(analyzer.analyze(line)))}\n`;
      // Where answers go to a pipe that was closed there is nobody left to answer.
      if (!(await output.write(answers))) return;
      done += lines.length;
      if (file !== undefined && !process.stdout.isTTY) progress.show(`analyze: ${grouped(done)} lines`);
    }
  } catch (error) {
    throw isFileError(error)
      ? new ChatpulseError('CHATPULSE_FILE_UNREADABLE', {
          message: `${file} cannot be read (${error.code}).`,
          cause: error,
        })
      : error;
  } finally {
    progress.end();
  }
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

function fileName(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name of the file is empty.');
  return text;
}
