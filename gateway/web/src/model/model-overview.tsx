import type { ReactNode } from 'react';
import type { Model } from '../../../http/model-shapes.ts';
import { useWords } from '../i18n/index.ts';
import styles from '../ui/data-table.module.css';
import { DataTable } from '../ui/data-table.tsx';
import { threeDigits } from './model-words.ts';

/** Every model in a row; a name opens its figures. */
export function ModelOverview({
  models,
  selected,
  onSelect,
}: {
  readonly models: readonly Model[];
  readonly selected: string;
  readonly onSelect: (model: Model['model']) => void;
}): ReactNode {
  const words = useWords();
  const { t, number, percent } = words;
  const figure = (value: number | undefined): string =>
    value === undefined ? '–' : threeDigits(value, words);
  return (
    <DataTable
      caption={t('models.overview')}
      head={[
        t('models.model'),
        { figures: t('models.accuracy') },
        { figures: t('models.logLoss') },
        { figures: t('models.macroF1') },
        { figures: t('models.calibrationError') },
        { figures: t('models.rows') },
        { figures: t('models.shiftHour') },
        { figures: t('models.unknownHour') },
        t('models.version'),
        t('models.licence'),
      ]}
    >
      {models.map(({ model, report, live, version, licence }) => (
        <tr key={model}>
          <th scope="row">
            <button
              type="button"
              className={styles.link}
              aria-pressed={model === selected}
              onClick={() => onSelect(model)}
            >
              {t(`models.names.${model}`)}
            </button>
          </th>
          <td className={styles.number}>{figure(report?.accuracy)}</td>
          <td className={styles.number}>{figure(report?.logLoss)}</td>
          <td className={styles.number}>{figure(report?.macroF1)}</td>
          <td className={styles.number}>{figure(report?.calibrationError)}</td>
          <td className={styles.number}>{report ? number(report.rows) : '–'}</td>
          <td className={styles.number}>{shareOf(live?.hour.shift, percent)}</td>
          <td className={styles.number}>{shareOf(live?.hour.unknownShare, percent)}</td>
          <td>{version}</td>
          <td>{licence}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function shareOf(share: number | null | undefined, percent: (share: number) => string): string {
  return share === null || share === undefined ? '–' : percent(share);
}
