/**
 * `node dist/language/train/flag-point.js [--data DIR] [--chat FILE]`: what each flag point would do. Prints the share of
 * unlabelled live chat that it flags, and recall and specificity on the held-back rows of each labelled source.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { createAnalyzer } from '../index.ts';
import type { Analyzer } from '../types.ts';
import { isHeldBack, readTable } from './data.ts';

const POINTS = [0.5, 0.45, 0.4, 0.35, 0.3, 0.27, 0.25, 0.22, 0.2, 0.15];

interface Judged {
  readonly profane: boolean;
  /** A listed word flags whatever the point. */
  readonly listed: boolean;
  readonly score: number;
}

/** Lines of a compressed file. */
function lines(path: string): string[] {
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function judge(analyzer: Analyzer, text: string, profane: boolean): Judged {
  const { score, spans } = analyzer.analyze(text).profanity;
  return { profane, listed: spans.length > 0, score };
}

function shareFlagged(rows: readonly Judged[], point: number): number {
  return rows.filter(({ listed, score }) => listed || score >= point).length / Math.max(1, rows.length);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string', default: '../shared/data' }, chat: { type: 'string' } },
  });
  const data = resolve(values.data);
  const analyzer = await createAnalyzer();
  const chat = lines(values.chat ?? `${data}/chat_twitch_ko.jsonl.gz`).map((line) => {
    const { text } = JSON.parse(line) as { text: string };
    return judge(analyzer, text, false);
  });
  const sources = new Map<string, Judged[]>();
  for (const table of ['profanity_ko_train.tsv.gz', 'profanity_ko_hate_only.tsv.gz'])
    for (const row of readTable(data, table)) {
      if (!isHeldBack(row.id ?? '')) continue;
      const source = table.includes('hate') ? 'hate only' : (row.source ?? '');
      const rows = sources.get(source) ?? [];
      rows.push(judge(analyzer, row.text ?? '', row.label === '1'));
      sources.set(source, rows);
    }
  for (const point of POINTS) {
    const line: Record<string, string> = { chat: (100 * shareFlagged(chat, point)).toFixed(2) };
    for (const [source, rows] of sources) {
      const recall = shareFlagged(
        rows.filter(({ profane }) => profane),
        point,
      );
      const specificity =
        1 -
        shareFlagged(
          rows.filter(({ profane }) => !profane),
          point,
        );
      line[source] = `${recall.toFixed(3)} / ${specificity.toFixed(3)}`;
    }
    console.log(point, line);
  }
}

await main();
