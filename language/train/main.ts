/**
 * `npm run train -- [--data DIR] [--out DIR] [--card DIR] [--only NAME,NAME] [--extra FILE [--task TASK] [--text COLUMN]
 * [--label COLUMN]]`: rebuilds every model from the data, the same bytes each time, evaluates them on the held-back
 * tenth, and writes the figures into the model card and beside the models. With `--ablation` it measures the emotion models
 * in five turns instead, whole and without one part after the other, and ships nothing. With `--measure` it writes the figures beside the models that are there.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { LanguageError } from '../errors.ts';
import { BinaryModel } from '../model/binary-model.ts';
import { decodeModel } from '../model/file.ts';
import { SentimentModel } from '../model/sentiment-model.ts';
import type { ModelReport } from '../reports/report.ts';
import { englishAbusePlan, koreanAbusePlan } from './abuse.ts';
import { measureBinary, trainBinary, type BinaryPlan } from './binary-trainer.ts';
import { requireTables } from './data.ts';
import { ablate, wholeModel } from './emotion-ablation.ts';
import type { EmotionPlan } from './emotion-plan.ts';
import { englishEmotionPlan, koreanEmotionPlan } from './emotion-plans.ts';
import { measureEmotion, trainEmotion } from './emotion.ts';
import { evaluateChat } from './evaluate-chat.ts';
import { evaluateProfanity } from './evaluate-profanity.ts';
import { readExtra, type ExtraColumns } from './extra-file.ts';
import { affectedModels, ExtraTexts } from './extra-texts.ts';
import { writeAblation, writeCard, writeChat, type CardFigures } from './model-card.ts';
import { writeReport, type MeasuredReport } from './model-report.ts';
import { englishReader, koreanReader, type Reader } from './reader.ts';
import { englishSentimentPlan, koreanSentimentPlan } from './sentiment.ts';

interface Settings {
  readonly data: string;
  /** Folder with `models/` and `lists/`. */
  readonly out: string;
  readonly card: string;
  readonly only: readonly string[] | undefined;
  readonly extra: string | undefined;
  readonly columns: ExtraColumns;
  readonly ablation: boolean;
  readonly measure: boolean;
}

function settings(): Settings {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data' },
      out: { type: 'string', default: 'language' },
      card: { type: 'string', default: 'docs/models' },
      only: { type: 'string' },
      extra: { type: 'string' },
      task: { type: 'string' },
      text: { type: 'string', default: 'text' },
      label: { type: 'string', default: 'label' },
      ablation: { type: 'boolean', default: false },
      measure: { type: 'boolean', default: false },
    },
  });
  return {
    data: resolve(values.data),
    out: resolve(values.out),
    card: resolve(values.card),
    only: values.only?.split(','),
    extra: values.extra,
    columns: { text: values.text, label: values.label, task: values.task },
    ablation: values.ablation,
    measure: values.measure,
  };
}

/** Log-odds by the sentiment and the abuse model of a language as they lie in the folder. */
function signals(
  out: string,
  language: 'ko' | 'en',
  read: Reader,
): (text: string) => readonly [number, number] {
  const bytesOf = (kind: string): Uint8Array => readFileSync(join(out, 'models', `${kind}.bin`));
  const [sentimentName, abuseName] = [`sentiment-${language}`, `abuse-${language}`] as const;
  const sentiment = SentimentModel.decode(sentimentName, bytesOf(sentimentName), sentimentName);
  const abuse = BinaryModel.decode(abuseName, bytesOf(abuseName), abuseName);
  return (text) => {
    const keys = read(text);
    return [sentiment.logit(keys), abuse.logit(keys)];
  };
}

type Plans = Readonly<Record<string, () => BinaryPlan | EmotionPlan>>;

/** What each model learns from. The order matters: the emotion models read the scores of the two before them. */
async function plansFor(data: string, out: string): Promise<Plans> {
  const korean = await koreanReader();
  const english = englishReader();
  return {
    'sentiment-ko': () => koreanSentimentPlan(data, korean),
    'sentiment-en': () => englishSentimentPlan(data, english),
    'abuse-ko': () => koreanAbusePlan(data, korean),
    'abuse-en': () => englishAbusePlan(data, english),
    'emotion-ko': () => koreanEmotionPlan(data, korean, signals(out, 'ko', korean)),
    'emotion-en': () => englishEmotionPlan(data, english, signals(out, 'en', english)),
  };
}

/** @param bytes of the shipped model */
function withVersion(plan: BinaryPlan | EmotionPlan, report: MeasuredReport, bytes: Uint8Array): ModelReport {
  const { version } = decodeModel(report.model, bytes, report.model);
  return { ...report, version, measured: plan.shipsAll ? 'recipe' : 'shipped' };
}

async function main({ data, out, card, only, extra, columns, ablation, measure }: Settings): Promise<void> {
  const table = extra === undefined ? undefined : readExtra(extra, columns);
  requireTables(data);
  const texts = new ExtraTexts(table);
  const plans = await plansFor(data, out);
  const chosen = only ?? (table ? affectedModels(table.rows) : Object.keys(plans));
  const figures: CardFigures = {};
  mkdirSync(join(out, 'models'), { recursive: true });
  mkdirSync(card, { recursive: true });
  for (const [name, planOf] of Object.entries(plans)) {
    if (!chosen.includes(name)) continue;
    const plan = texts.addTo(name, planOf(), console.log);
    if (ablation) {
      if ('samples' in plan) continue;
      const rows = ablate(plan);
      writeAblation(card, name, rows);
      writeCard(card, { [`${name}, five-fold`]: wholeModel(rows, plan) });
      continue;
    }
    const file = join(out, 'models', `${name}.bin`);
    if (measure) {
      const shipped = readFileSync(file);
      const report = 'samples' in plan ? measureBinary(plan, shipped) : measureEmotion(plan, shipped);
      writeReport(out, withVersion(plan, report, shipped));
      console.log(name, report);
      continue;
    }
    const trained = 'samples' in plan ? trainBinary(plan) : trainEmotion(plan);
    writeFileSync(file, trained.bytes);
    writeReport(out, withVersion(plan, trained.report, trained.bytes));
    figures[name] = { ...trained.figures, bytes: trained.bytes.length };
    console.log(name, figures[name]);
  }
  if (ablation || measure) return;
  const root = pathToFileURL(`${out}/`);
  const profanity = await evaluateProfanity(data, root);
  for (const [source, values] of Object.entries(profanity)) figures[`profanity: ${source}`] = { ...values };
  console.table(profanity);
  writeCard(card, figures);
  writeChat(card, await evaluateChat(root));
}

try {
  await main(settings());
} catch (error) {
  if (error instanceof LanguageError) console.error(`${error.code}: ${error.message}`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
