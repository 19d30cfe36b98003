import { useRef, type ReactNode } from 'react';
import { EMOTIONS } from '../../../../language/types.ts';
import { useWords } from '../i18n/index.ts';
import { EmotionIcon, emotionName } from '../ui/emotions.tsx';
import type { ChartData } from './chart-data.ts';
import styles from './chart.module.css';
import { usePlot, type PlotOptions } from './use-plot.ts';

/** One of the small multiples: its name, its figures at the cursor (or now), and the chart. */
export function Chart({
  cursor,
  ...plot
}: Omit<PlotOptions, 'words'> & { cursor: number | null }): ReactNode {
  const words = useWords();
  const { t, number } = words;
  const box = useRef<HTMLDivElement>(null);
  usePlot(box, { ...plot, words });
  const { name, data } = plot;
  const at = cursor ?? data.times.length - 1;
  const main = name === 'sentiment' ? data.positive : name === 'profane' ? data.profane : data.messages;
  const label = t('time.chart', {
    name: t(`time.${name}`),
    now: number(Math.round(main.at(-1) ?? 0)),
    peak: number(Math.round(Math.max(0, ...main))),
  });
  return (
    <figure className={styles.chart} data-times={plot.withTimes}>
      <figcaption className={styles.head}>
        <span className={styles.name}>{t(`time.${name}`)}</span>
        <Figures name={name} data={data} at={at} />
      </figcaption>
      <div ref={box} className={styles.plot} role="img" aria-label={label} data-chart={name} />
    </figure>
  );
}

function Figures({ name, data, at }: Pick<PlotOptions, 'name'> & { data: ChartData; at: number }): ReactNode {
  const { t, number, language } = useWords();
  const value = (column: readonly number[]): string => number(Math.round(Math.abs(column[at] ?? 0)));
  switch (name) {
    case 'messages':
      return <span className={styles.value}>{value(data.messages)}</span>;
    case 'profane':
      return <span className={styles.value}>{value(data.profane)}</span>;
    case 'sentiment':
      return (
        <>
          <span className={styles.key} data-side="positive">
            {t('time.positive')} <strong>{value(data.positive)}</strong>
          </span>
          <span className={styles.key} data-side="negative">
            {t('time.negative')} <strong>{value(data.negative)}</strong>
          </span>
        </>
      );
    case 'emotions': {
      const most = EMOTIONS.map((emotion) => ({ emotion, count: data.emotions[emotion][at] ?? 0 }))
        .sort((a, b) => b.count - a.count)
        .slice(0, 2)
        .filter((item) => item.count > 0);
      return most.map(({ emotion, count }) => (
        <span key={emotion} className={styles.key}>
          <EmotionIcon emotion={emotion} size={14} />
          {emotionName(emotion, language)} <strong>{number(Math.round(count))}</strong>
        </span>
      ));
    }
  }
}
