/** `npm run train -- --data DIR [--out DIR] [--only NAME,NAME]`: rebuilds every model from the data. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BinaryModel } from '../model/binary-model.ts';
import { trainEnglishAbuse, trainKoreanAbuse } from './abuse.ts';
import { requireTables } from './data.ts';
import { trainEnglishEmotion, trainKoreanEmotion } from './emotion-plans.ts';
import { englishReader, koreanReader, type Reader } from './reader.ts';
import { trainEnglishSentiment, trainKoreanSentiment } from './sentiment.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: 'language/models' },
    only: { type: 'string' },
  },
});
const data = resolve(values.data);
const out = resolve(values.out);
const only = values.only?.split(',');

function save(name: string, bytes: Uint8Array): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${name}.bin`), bytes);
  console.log(`${name}: ${(bytes.length / 1e6).toFixed(2)} MB`);
}

function sentiment(name: string, reader: Reader): (text: string) => number {
  const model = BinaryModel.decode(name, readFileSync(join(out, `${name}.bin`)), name);
  return (text) => model.logit(reader(text));
}

requireTables(data);
const read = { korean: await koreanReader(), english: englishReader() };
const steps: Record<string, () => void> = {
  'sentiment-ko': () => {
    const trained = trainKoreanSentiment(data, read.korean);
    save('sentiment-ko', trained.bytes);
    console.log('sentiment-ko', trained.figures);
  },
  'sentiment-en': () => {
    const trained = trainEnglishSentiment(data, read.english);
    save('sentiment-en', trained.bytes);
    console.log('sentiment-en', trained.figures);
  },
  'abuse-ko': () => {
    const trained = trainKoreanAbuse(data, read.korean);
    save('abuse-ko', trained.bytes);
    console.log('abuse-ko', trained.figures);
  },
  'abuse-en': () => {
    const trained = trainEnglishAbuse(data, read.english);
    save('abuse-en', trained.bytes);
    console.log('abuse-en', trained.figures);
  },
  'emotion-ko': () => {
    const trained = trainKoreanEmotion(data, read.korean, sentiment('sentiment-ko', read.korean));
    save('emotion-ko', trained.bytes);
    console.log('emotion-ko', trained.figures);
  },
  'emotion-en': () => {
    const trained = trainEnglishEmotion(data, read.english, sentiment('sentiment-en', read.english));
    save('emotion-en', trained.bytes);
    console.log('emotion-en', trained.figures);
  },
};
for (const [name, run] of Object.entries(steps)) {
  if (only === undefined || only.includes(name)) run();
}
