/**
 * The whole analysis beside a scikit-learn pipeline of the same kind (CountVectorizer on characters, MultinomialNB), in one
 * run, one message at a time on one core: messages per second of processor time, and the ratio. The pipeline tells the mood
 * alone; the analysis also masks, scores abuse and seven emotions, and finds the words.
 *
 *   node dist/bench/sklearn.js [FILE [MESSAGES [LABELLED]]]
 *
 * Defaults: ../shared/data/chat_twitch_ko.jsonl.gz 20000 ../shared/data/sentiment_ko_nsmc_train.tsv.gz. Wants python3.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAnalyzer } from '../language/index.ts';
import { readMessages } from './peers/load.ts';
import { interpreter } from './peers/python.ts';

const TRAINING_ROWS = '50000';
const [
  file = '../shared/data/chat_twitch_ko.jsonl.gz',
  count = '20000',
  labelled = '../shared/data/sentiment_ko_nsmc_train.tsv.gz',
] = process.argv.slice(2);
for (const needed of [file, labelled])
  if (!existsSync(needed)) {
    console.error(`There is no file ${needed}. Usage: node dist/bench/sklearn.js FILE MESSAGES LABELLED`);
    process.exit(2);
  }

const texts = (await readMessages(file, Number(count))).map(({ text }) => text);
const analyzer = await createAnalyzer();

function rate(): number {
  const before = process.cpuUsage();
  for (const text of texts) analyzer.analyze(text);
  const { user, system } = process.cpuUsage(before);
  return texts.length / ((user + system) / 1e6);
}

const cold = rate();
const warm = rate();
const script = join(import.meta.dirname, 'peers/python/one_at_a_time.py');
const answer = execFileSync(await interpreter(), [script, resolve(labelled), TRAINING_ROWS], {
  input: texts.map((text) => JSON.stringify(text)).join('\n'),
  encoding: 'utf8',
});
const theirs = Number(answer);
const show = (value: number): string => Math.round(value).toLocaleString('en').padStart(8);
console.log(`${texts.length} messages, one at a time, per second of processor time`);
console.log(`scikit-learn, mood alone     ${show(theirs)}`);
console.log(`whole analysis, cold caches  ${show(cold)}   ${(cold / theirs).toFixed(1)}x`);
console.log(`whole analysis, warm caches  ${show(warm)}   ${(warm / theirs).toFixed(1)}x`);
