/**
 * `npm run train -- [--data DIR] [--out DIR] [--card DIR] [--only NAME,NAME]`: rebuilds every model from the data, the
 * same bytes each time, evaluates them on the held-back tenth, and writes the figures into the model card.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { BinaryModel } from '../model/binary-model.ts';
import { trainEnglishAbuse, trainKoreanAbuse } from './abuse.ts';
import type { TrainedBinary } from './binary-trainer.ts';
import { requireTables } from './data.ts';
import { trainEnglishEmotion, trainKoreanEmotion } from './emotion-plans.ts';
import type { TrainedEmotion } from './emotion.ts';
import { evaluateProfanity } from './evaluate-profanity.ts';
import { writeCard, type CardFigures } from './model-card.ts';
import { englishReader, koreanReader, type Reader } from './reader.ts';
import { trainEnglishSentiment, trainKoreanSentiment } from './sentiment.ts';

interface Settings {
  readonly data: string;
  /** Folder with `models/` and `lists/`. */
  readonly out: string;
  readonly card: string;
  readonly only: readonly string[] | undefined;
}

function settings(): Settings {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data' },
      out: { type: 'string', default: 'language' },
      card: { type: 'string', default: 'docs/models' },
      only: { type: 'string' },
    },
  });
  return {
    data: resolve(values.data),
    out: resolve(values.out),
    card: resolve(values.card),
    only: values.only?.split(','),
  };
}

/** Log-odds by the sentiment and the abuse model of a language as they lie in the folder. */
function signals(
  out: string,
  language: 'ko' | 'en',
  read: Reader,
): (text: string) => readonly [number, number] {
  const load = (kind: string): BinaryModel =>
    BinaryModel.decode(kind, readFileSync(join(out, 'models', `${kind}.bin`)), kind);
  const sentiment = load(`sentiment-${language}`);
  const abuse = load(`abuse-${language}`);
  return (text) => {
    const keys = read(text);
    return [sentiment.logit(keys), abuse.logit(keys)];
  };
}

async function main({ data, out, card, only }: Settings): Promise<void> {
  requireTables(data);
  const korean = await koreanReader();
  const english = englishReader();
  // The order matters: the emotion models read the scores of the two before them.
  const steps: Record<string, () => TrainedBinary | TrainedEmotion> = {
    'sentiment-ko': () => trainKoreanSentiment(data, korean),
    'sentiment-en': () => trainEnglishSentiment(data, english),
    'abuse-ko': () => trainKoreanAbuse(data, korean),
    'abuse-en': () => trainEnglishAbuse(data, english),
    'emotion-ko': () => trainKoreanEmotion(data, korean, signals(out, 'ko', korean)),
    'emotion-en': () => trainEnglishEmotion(data, english, signals(out, 'en', english)),
  };
  const figures: CardFigures = {};
  mkdirSync(join(out, 'models'), { recursive: true });
  for (const [name, train] of Object.entries(steps)) {
    if (only !== undefined && !only.includes(name)) continue;
    const trained = train();
    writeFileSync(join(out, 'models', `${name}.bin`), trained.bytes);
    figures[name] = { ...trained.figures, bytes: trained.bytes.length };
    console.log(name, figures[name]);
  }
  const profanity = await evaluateProfanity(data, pathToFileURL(`${out}/`));
  for (const [source, values] of Object.entries(profanity)) figures[`profanity: ${source}`] = { ...values };
  console.table(profanity);
  mkdirSync(card, { recursive: true });
  writeCard(card, figures);
}

try {
  await main(settings());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
