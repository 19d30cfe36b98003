import { open } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { ChatpulseError } from '../../core/errors.ts';
import { plural } from '../../core/plural.ts';
import { toAnalyzeAnswer } from '../../gateway/http/analyze.ts';
import type { AnalyzeAnswer } from '../../gateway/http/contract.ts';
import { createAnalyzerAndExplainer, type WordRules } from '../../language/index.ts';
import { reachServer } from '../client/reach-server.ts';
import { dataOption } from '../data-option.ts';
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

With --explain each answer has "explain", which says what moved each score:
  {"sentiment":[{"text","kind","weight"}…],"emotion":{"anger":[…]…},"profanity":[…],
   "matches":[{"start","end","reason","severity","entry","by","masked"}…],"allowed":[{"start","end","entry","by"}…],
   "words":[{"start","end","sentiment","profanity","emotion":{…}}…],"version"}
A weight is what a piece of the text adds to the log-odds of the score. The strongest pieces come first; "rest" is all
others together, "bias" what the score would be without evidence. With "sum" for the sum of a list:
  positive = 1 / (1 + exp(-sum)); profanity score = 1 / (1 + exp(-sum)), an empty list meaning 0;
  an emotion's score = exp(sum) / (the total of exp(sum) of all seven).
"words" shares the weights among the words in which they stand; "matches" are the profane words that were found and
"allowed" those that are fine, "by" the lists ("list") or by a rule of the channel ("channel"). The rules are those of
--channel; "masked" is false for a word that is milder than what the channel masks.

Examples:
  echo '오늘 방송 진짜 재밌다' | chatpulse analyze
  echo '오늘 방송 진짜 재밌다' | chatpulse analyze --explain
  echo '오늘 방송 진짜 재밌다' | chatpulse analyze --explain --channel twitch:somebody
  chatpulse analyze comments.txt > comments.jsonl`;

export function registerAnalyze(program: Command): void {
  program
    .command('analyze')
    .description('analyse texts: a line in, a JSON line out')
    .argument('[file]', 'a text file; default: standard input', fileName)
    .option('--explain', 'also say which parts of a text moved each score, and by how much')
    .option('--channel <channel>', 'under the rules that hold on this channel of a running server')
    .option('--server <url>', 'the running server; default: the one of the data folder or of the settings')
    .addOption(dataOption())
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: AnalyzeOptions) => analyze(file, options));
}

interface AnalyzeOptions {
  readonly explain?: boolean;
  readonly channel?: string;
  readonly server?: string;
  readonly data?: string;
}

async function analyze(file: string | undefined, options: AnalyzeOptions): Promise<void> {
  const output = streamOutput(process.stdout);
  const answerTo = await answering(options);
  const progress = createProgressLine();
  let done = 0;
  try {
    // Opened here, where what is wrong with it is told: a stream that opens by itself may fail before it is read.
    const input = file === undefined || file === '-' ? process.stdin : (await open(file)).createReadStream();
    for await (const lines of readTextLines(input)) {
      let answers = '';
      for (const line of lines) answers += `${JSON.stringify(answerTo(line))}\n`;
      // Where answers go to a pipe that was closed there is nobody left to answer.
      if (!(await output.write(answers))) return;
      done += lines.length;
      if (file !== undefined && !process.stdout.isTTY)
        progress.show(`analyze: ${grouped(done)} ${plural(done, 'line')}`);
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

async function answering(options: AnalyzeOptions): Promise<(line: string) => AnalyzeAnswer> {
  const [{ analyzer, explainer }, rules] = await Promise.all([
    createAnalyzerAndExplainer(),
    rulesFor(options),
  ]);
  if (!options.explain) {
    const asked = rules ? analyzer.withRules(rules) : analyzer;
    return (line) => toAnalyzeAnswer(asked.analyze(line));
  }
  return (line) => {
    const { analysis, explanation } = explainer().explain(line, [], { ...(rules && { rules }) });
    return toAnalyzeAnswer(analysis, explanation);
  };
}

async function rulesFor({ channel, server, data }: AnalyzeOptions): Promise<WordRules | undefined> {
  if (channel === undefined) return undefined;
  // Whoever names no channel need not wait for the connectors, which know all addresses.
  const { channelIdOf } = await import('../client/channel-argument.ts');
  return reachServer({ url: server, data }).rules(channelIdOf(channel));
}

function isFileError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

function fileName(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name of the file is empty.');
  return text;
}
