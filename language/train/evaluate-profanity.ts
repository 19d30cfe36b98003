/** Recall and specificity of the profanity flag on held-back rows, source by source, since sources disagree. */
import { createAnalyzer } from '../index.ts';
import { isHeldBack, readTable } from './data.ts';

export interface FlagFigures {
  readonly rows: number;
  readonly recall: number;
  readonly specificity: number;
  /** The same for the word lists alone. */
  readonly listedRecall: number;
  readonly listedSpecificity: number;
}

/** @param root folder that holds the `models/` and `lists/` to evaluate */
export async function evaluateProfanity(directory: string, root: URL): Promise<Record<string, FlagFigures>> {
  const analyzer = await createAnalyzer({ root });
  const figures: Record<string, FlagFigures> = {};
  for (const table of ['profanity_ko_train.tsv.gz', 'profanity_en_train.tsv.gz']) {
    const rows = readTable(directory, table).filter((row) => isHeldBack(row.id ?? ''));
    for (const source of [...new Set(rows.map((row) => row.source ?? ''))].sort()) {
      const judged = rows
        .filter((row) => row.source === source)
        .map((row) => {
          const { flag, spans } = analyzer.analyze(row.text ?? '').profanity;
          return { profane: row.label === '1', flag, listed: spans.length > 0 };
        });
      const share = (profane: boolean, hit: (row: { flag: boolean; listed: boolean }) => boolean): number => {
        const rowsOfKind = judged.filter((row) => row.profane === profane);
        return rowsOfKind.filter(hit).length / Math.max(1, rowsOfKind.length);
      };
      figures[source] = {
        rows: judged.length,
        recall: share(true, (row) => row.flag),
        specificity: share(false, (row) => !row.flag),
        listedRecall: share(true, (row) => row.listed),
        listedSpecificity: share(false, (row) => !row.listed),
      };
    }
  }
  return figures;
}
