/** Which data the emotion models learn from. */
import { EMOTIONS } from '../types.ts';
import { isHeldBack, readTable, type Row } from './data.ts';
import { emotionLexicon } from './emotion-lexicon.ts';
import type { EmotionGroup, EmotionPlan, EmotionSample } from './emotion-plan.ts';
import type { Reader } from './reader.ts';

type Signals = (text: string) => readonly [number, number];

const KOTE_LABELS = 44;

/** Index of a class name of the data; its "neutral" is our peace. */
function emotionOf(name: string | undefined): number {
  return (EMOTIONS as readonly string[]).indexOf(name === 'neutral' ? 'peace' : (name ?? ''));
}

export function koreanEmotionPlan(directory: string, read: Reader, signals: Signals): EmotionPlan {
  const main = readTable(directory, 'emotion_ko_kote_train.tsv.gz').map((row): EmotionSample => {
    const emotion = emotionOf(row.label_top);
    const labels = (row.raw_labels ?? '').split(',').filter((label) => label !== '');
    return {
      text: row.text ?? '',
      labels: withClasses(KOTE_LABELS, labels.map(Number), emotion < 0 ? [] : [emotion]),
      emotion,
      heldBack: isHeldBack(row.id ?? ''),
    };
  });
  return {
    kind: 'emotion-ko',
    read,
    signals,
    main: { name: 'KOTE', labelCount: KOTE_LABELS + EMOTIONS.length, samples: main },
    // The translated GoEmotions beside it took more (.01 of macro-F1 in cross-validation) than they gave.
    auxiliary: [kodoli(directory)],
    lexicon: emotionLexicon('ko'),
    proseWeight: 5,
    size: 200_000,
    minimumFrequency: 3,
    // Ridge regression, which is better in English, was no better here on the same folds.
    training: { epochs: 3, decay: 100 },
    folds: 5,
    l2: 0.01,
    // By cross-validation: less is better for accuracy, more for macro-F1.
    priorShare: 0.5,
    shipsAll: true,
  };
}

export function englishEmotionPlan(directory: string, read: Reader, signals: Signals): EmotionPlan {
  const rows = readTable(directory, 'emotion_en_goemotions.tsv.gz');
  const { names, numbersOf } = rawLabels(rows);
  const samples = rows.map((row): EmotionSample => {
    const emotions = (row.labels ?? '').split('|').map(emotionOf);
    return {
      text: row.text ?? '',
      labels: withClasses(names.length, numbersOf(row), emotions),
      // Of two classes at once neither is the right one; the fine labels are learned all the same.
      emotion: emotions.length === 1 ? (emotions[0] as number) : -1,
      heldBack: isHeldBack(row.id ?? ''),
    };
  });
  return {
    kind: 'emotion-en',
    read,
    signals,
    main: { name: 'GoEmotions', labelCount: names.length + EMOTIONS.length, samples },
    auxiliary: [],
    lexicon: emotionLexicon('en'),
    proseWeight: 0,
    size: 120_000,
    minimumFrequency: 3,
    // Of the held-back texts .015 to .02 more are told right, and as much of macro-F1, than by factors on count ratios.
    training: { strength: 1, steps: 15 },
    folds: 3,
    l2: 0.001,
    priorShare: 0.35,
    shipsAll: false,
  };
}

/** The seven classes are learned beside the fine labels, numbered after them. */
function withClasses(fineLabels: number, labels: readonly number[], emotions: readonly number[]): number[] {
  return [...labels, ...emotions.map((emotion) => fineLabels + emotion)];
}

/** Sentiment, abuse and offensiveness of community comments: each value of each column is a label. */
function kodoli(directory: string): EmotionGroup {
  const rows = readTable(directory, 'sentiment_ko_kodoli_train.tsv.gz');
  const columns = ['label', 'abuse', 'offensiveness'];
  const valuesOf = (row: Row): string[] => columns.map((column) => `${column} ${row[column] ?? ''}`);
  const values = [...new Set(rows.flatMap(valuesOf))].sort();
  return {
    name: 'KODOLI',
    labelCount: values.length,
    samples: rows.map((row) =>
      auxiliary(
        row,
        valuesOf(row).map((value) => values.indexOf(value)),
      ),
    ),
  };
}

function auxiliary(row: Row, labels: readonly number[]): EmotionSample {
  return { text: row.text ?? '', labels, emotion: -1, heldBack: false };
}

/** The raw labels of GoEmotions, in either language, by number. */
function rawLabels(rows: readonly Row[]): {
  readonly names: readonly string[];
  readonly numbersOf: (row: Row) => number[];
} {
  const split = (row: Row): string[] => (row.raw_labels ?? '').split(/[,|]/);
  const names = [...new Set(rows.flatMap(split))].sort();
  const numbers = new Map(names.map((name, i) => [name, i]));
  return { names, numbersOf: (row) => split(row).map((name) => numbers.get(name) ?? 0) };
}
