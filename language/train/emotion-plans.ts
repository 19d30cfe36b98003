/** Which data the emotion models learn from. */
import { EMOTIONS } from '../types.ts';
import { isHeldBack, readTable, type Row } from './data.ts';
import { emotionLexicon } from './emotion-lexicon.ts';
import { trainEmotion, type EmotionSample, type TrainedEmotion } from './emotion.ts';
import type { Reader } from './reader.ts';

type Sentiment = (text: string) => number;

const KOTE_LABELS = 44;

/** Index of a class name of the data; its "neutral" is our peace. */
function emotionOf(name: string | undefined): number {
  return (EMOTIONS as readonly string[]).indexOf(name === 'neutral' ? 'peace' : (name ?? ''));
}

export function trainKoreanEmotion(directory: string, read: Reader, sentiment: Sentiment): TrainedEmotion {
  const main = readTable(directory, 'emotion_ko_kote_train.tsv.gz').map((row): EmotionSample => ({
    text: row.text ?? '',
    labels: (row.raw_labels ?? '')
      .split(',')
      .filter((label) => label !== '')
      .map(Number),
    emotion: emotionOf(row.label_top),
    heldBack: isHeldBack(row.id ?? ''),
  }));
  return trainEmotion({
    kind: 'emotion-ko',
    read,
    sentiment,
    main: { labelCount: KOTE_LABELS, samples: main, alpha: 4 },
    auxiliary: [goEmotions(readTable(directory, 'emotion_ko_goemotions_mt.tsv.gz'), false)],
    lexicon: emotionLexicon('ko'),
    perHit: 0.5,
    onlyClass: 1.5,
    size: 60_000,
    minimumFrequency: 3,
    l2: 0.01,
    priorShare: 0.35,
  });
}

export function trainEnglishEmotion(directory: string, read: Reader, sentiment: Sentiment): TrainedEmotion {
  return trainEmotion({
    kind: 'emotion-en',
    read,
    sentiment,
    main: goEmotions(readTable(directory, 'emotion_en_goemotions.tsv.gz'), true),
    auxiliary: [],
    lexicon: emotionLexicon('en'),
    perHit: 0.2,
    onlyClass: 0.2,
    size: 60_000,
    minimumFrequency: 3,
    l2: 0.001,
    priorShare: 0.35,
  });
}

/** GoEmotions with its raw labels, in either language. */
function goEmotions(
  rows: readonly Row[],
  split: boolean,
): { labelCount: number; samples: EmotionSample[]; alpha: number } {
  const names = [...new Set(rows.flatMap((row) => (row.raw_labels ?? '').split(/[,|]/)))].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  const samples = rows.map((row): EmotionSample => ({
    text: row.text ?? '',
    labels: (row.raw_labels ?? '').split(/[,|]/).map((name) => numbers.get(name) ?? 0),
    emotion: emotionOf((row.label ?? row.labels ?? '').split(/[,|]/)[0]),
    heldBack: split && isHeldBack(row.id ?? ''),
  }));
  return { labelCount: names.length, samples, alpha: 4 };
}
