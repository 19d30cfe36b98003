import type { ReactNode } from 'react';
import type { Model } from '../../../http/model-shapes.ts';
import { useWords } from '../i18n/index.ts';
import tables from '../ui/data-table.module.css';
import { DataTable } from '../ui/data-table.tsx';
import styles from './model-page.module.css';
import { scoreNames } from './model-words.ts';
import { ScoreSpread, type Spread } from './score-spread.tsx';

/** What the model says of the chat of now, beside what it said of the texts of its training. */
export function LiveDrift({ model }: { readonly model: Model }): ReactNode {
  const words = useWords();
  const { t, number, percent } = words;
  const { report, live } = model;
  const spreads: readonly Spread[] = [
    ...(report ? [{ kind: 'training' as const, counts: report.scores }] : []),
    ...(live
      ? [
          { kind: 'hour' as const, counts: live.hour.scores },
          { kind: 'day' as const, counts: live.day.scores },
        ]
      : []),
  ];
  const [first] = spreads;
  if (!first) return <p>{t('models.noLive')}</p>;
  const names = scoreNames(model, first.counts.length, words);
  const share = (value: number | null): string => (value === null ? t('models.tooFew') : percent(value));
  return (
    <>
      <p className={styles.note}>{live ? t('models.driftText') : t('models.noLive')}</p>
      <ScoreSpread spreads={spreads} names={names} />
      <DataTable
        caption={t('models.drift')}
        head={[
          t('models.span'),
          { figures: t('models.texts') },
          { figures: t('models.unknown') },
          { figures: t('models.shift') },
        ]}
      >
        {report && (
          <tr>
            <th scope="row">{t('models.training')}</th>
            <td className={tables.number}>{number(report.rows)}</td>
            <td className={tables.number}>
              {percent(report.unknownFeatures / Math.max(1, report.features))}
            </td>
            <td className={tables.number}>–</td>
          </tr>
        )}
        {live &&
          (['hour', 'day'] as const).map((span) => (
            <tr key={span}>
              <th scope="row">{t(`models.${span}`)}</th>
              <td className={tables.number}>{number(live[span].texts)}</td>
              <td className={tables.number}>{share(live[span].unknownShare)}</td>
              <td className={tables.number}>{share(live[span].shift)}</td>
            </tr>
          ))}
      </DataTable>
      <DataTable
        caption={t('models.score')}
        head={[t('models.score'), ...spreads.map(({ kind }) => ({ figures: t(`models.${kind}`) }))]}
      >
        {names.map((name, bin) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {spreads.map(({ kind, counts }) => (
              <td key={kind} className={tables.number}>
                {number(counts[bin] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </>
  );
}
