/** Which data the emotion models learn from. */
import { EMOTIONS } from '../types.ts';
import { isHeldBack, readTable, type Row } from './data.ts';
import { emotionLexicon } from './emotion-lexicon.ts';
import { trainEmotion, type EmotionSample, type TrainedEmotion } from './emotion.ts';
import type { Reader } from './reader.ts';

type Signals = (text: string) => readonly [number, number];

const KOTE_LABELS = 44;

/** Index of a class name of the data; its "neutral" is our peace. */
function emotionOf(name: string | undefined): number {
  return (EMOTIONS as readonly string[]).indexOf(name === 'neutral' ? 'peace' : (name ?? ''));
}

export function trainKoreanEmotion(directory: string, read: Reader, signals: Signals): TrainedEmotion {
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
    signals,
    main: { labelCount: KOTE_LABELS, samples: main },
    auxiliary: [goEmotions(readTable(directory, 'emotion_ko_goemotions_mt.tsv.gz'), false)],
    lexicon: emotionLexicon('ko'),
    onlyClass: 4,
    size: 200_000,
    minimumFrequency: 3,
    l2: 0.005,
    priorShare: 0.45,
  });
}

export function trainEnglishEmotion(directory: string, read: Reader, signals: Signals): TrainedEmotion {
  return trainEmotion({
    kind: 'emotion-en',
    read,
    signals,
    main: goEmotions(readTable(directory, 'emotion_en_goemotions.tsv.gz'), true),
    auxiliary: [],
    lexicon: emotionLexicon('en'),
    onlyClass: 0,
    size: 120_000,
    minimumFrequency: 3,
    l2: 0.001,
    priorShare: 0.45,
  });
}

/** GoEmotions with its raw labels, in either language. */
function goEmotions(rows: readonly Row[], split: boolean): { labelCount: number; samples: EmotionSample[] } {
  const names = [...new Set(rows.flatMap((row) => (row.raw_labels ?? '').split(/[,|]/)))].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  const samples = rows.map((row): EmotionSample => ({
    text: row.text ?? '',
    labels: (row.raw_labels ?? '').split(/[,|]/).map((name) => numbers.get(name) ?? 0),
    // Of two classes at once neither is the right one; the fine labels are learned all the same.
    emotion: emotionOf(row.label ?? row.labels),
    heldBack: split && isHeldBack(row.id ?? ''),
  }));
  return { labelCount: names.length, samples };
}
