import type { ReactNode } from 'react';
import type { ModelReport } from '../../../../language/reports/report.ts';
import { useWords } from '../i18n/index.ts';
import tables from '../ui/data-table.module.css';
import { DataTable } from '../ui/data-table.tsx';
import styles from './model-page.module.css';
import { binName, className, threeDigits } from './model-words.ts';
import { ReliabilityDiagram } from './reliability-diagram.tsx';

/** What the training measured: by class, what is taken for what, and how far probabilities can be believed. */
export function TrainingFigures({ report }: { readonly report: ModelReport }): ReactNode {
  const { t } = useWords();
  return (
    <>
      <p className={styles.note}>
        {t(report.measured === 'recipe' ? 'models.measuredRecipe' : 'models.measuredShipped')}
      </p>
      <div className={styles.columns}>
        <section>
          <h3>{t('models.perClass')}</h3>
          <ClassTable report={report} />
        </section>
        <section>
          <h3>{t('models.confusion')}</h3>
          <ConfusionTable report={report} />
        </section>
        <section>
          <h3>{t('models.calibration')}</h3>
          <p className={styles.note}>{t('models.calibrationText')}</p>
          <ReliabilityDiagram calibration={report.calibration} />
        </section>
        <section>
          <h3 className="visually-hidden">{t('models.bin')}</h3>
          <CalibrationTable report={report} />
        </section>
      </div>
    </>
  );
}

function ClassTable({ report }: { readonly report: ModelReport }): ReactNode {
  const words = useWords();
  const { t, number } = words;
  return (
    <DataTable
      caption={t('models.perClass')}
      head={[
        t('models.class'),
        { figures: t('models.rows') },
        { figures: t('models.precision') },
        { figures: t('models.recall') },
        { figures: t('models.f1') },
      ]}
    >
      {report.classes.map(({ name, rows, precision, recall, f1 }) => (
        <tr key={name}>
          <th scope="row">{className(name, words)}</th>
          <td className={tables.number}>{number(rows)}</td>
          <td className={tables.number}>{threeDigits(precision, words)}</td>
          <td className={tables.number}>{threeDigits(recall, words)}</td>
          <td className={tables.number}>{threeDigits(f1, words)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function ConfusionTable({ report }: { readonly report: ModelReport }): ReactNode {
  const words = useWords();
  const { t, number } = words;
  const names = report.classes.map(({ name }) => className(name, words));
  return (
    <DataTable
      caption={t('models.confusion')}
      head={[t('models.confusionCorner'), ...names.map((figures) => ({ figures }))]}
    >
      {report.confusion.map((row, actual) => (
        <tr key={names[actual]}>
          <th scope="row">{names[actual]}</th>
          {row.map((count, predicted) => (
            <td key={names[predicted]} className={actual === predicted ? styles.right : tables.number}>
              {number(count)}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}

function CalibrationTable({ report }: { readonly report: ModelReport }): ReactNode {
  const words = useWords();
  const { t, number } = words;
  return (
    <DataTable
      caption={t('models.calibration')}
      head={[
        t('models.bin'),
        { figures: t('models.rows') },
        { figures: t('models.said') },
        { figures: t('models.actual') },
      ]}
    >
      {report.calibration.map(({ rows, predicted, actual }, bin) => (
        <tr key={binName(bin, report.calibration.length, words)}>
          <th scope="row">{binName(bin, report.calibration.length, words)}</th>
          <td className={tables.number}>{number(rows)}</td>
          <td className={tables.number}>{rows === 0 ? '–' : threeDigits(predicted, words)}</td>
          <td className={tables.number}>{rows === 0 ? '–' : threeDigits(actual, words)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
