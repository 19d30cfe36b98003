import { useMemo, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import type { CloudWord } from '../now/cloud-layout.ts';
import { MoodPanel } from '../now/mood-panel.tsx';
import parts from '../now/now-column.module.css';
import { WordCloud } from '../now/word-cloud.tsx';
import { platformName } from '../shell/state-words.ts';
import type { AudienceFigures } from '../store/audience-figures.ts';
import { useTick } from '../store/use-session.ts';
import columns from '../ui/column.module.css';
import { Segmented } from '../ui/controls.tsx';
import styles from './audience-column.module.css';
import { FigureTable } from './figure-table.tsx';
import { useAudience } from './use-audience.ts';

const READ_EVERY_MS = 1_000;
const TOGETHER = 'together';
/** Words whose list as a whole is kept from minute to minute. */
const SPANS = ['1m', '10m'] as const;

/** How the audience is now: all platforms beside each other, and one of them or all together in full. */
export function AudienceColumn(): ReactNode {
  const { t } = useWords();
  const session = useAudience();
  useTick(READ_EVERY_MS);
  const figures = session.figures();
  const [chosen, setChosen] = useState<string>(TOGETHER);
  const shown = figures.platforms.find(({ platform }) => platform === chosen) ?? figures.together;
  return (
    <section className={columns.column} aria-label={t('now.title')}>
      <div className={columns.toolbar}>
        <h2 className={columns.heading}>{t('now.title')}</h2>
        <span className={columns.aside}>{t('now.lastMinute')}</span>
      </div>
      <div className={parts.parts}>
        {figures.together.broadcasts === 0 && <p className={styles.nothing}>{t('group.nothingOn')}</p>}
        <FigureTable figures={figures} />
        {figures.platforms.length > 1 && (
          <div className={styles.choice}>
            <Segmented
              label={t('group.figuresOf')}
              value={shown.platform ?? TOGETHER}
              options={optionsOf(figures).map((value) => ({
                value,
                text: value === TOGETHER ? t('group.together') : platformName(value, t),
              }))}
              onChange={setChosen}
            />
          </div>
        )}
        <MoodPanel reading={shown.reading} />
        <AudienceWords words={shown.words} />
      </div>
    </section>
  );
}

function optionsOf({ platforms }: AudienceFigures): string[] {
  return [TOGETHER, ...platforms.map(({ platform }) => platform ?? '')];
}

function AudienceWords({ words }: { words: readonly CloudWord[] }): ReactNode {
  const session = useAudience();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('10m');
  // The cloud lays out anew for a new list: the same words every second are no new list.
  const text = JSON.stringify(words);
  const steady = useMemo(() => JSON.parse(text) as CloudWord[], [text]);
  return (
    <WordCloud
      words={steady}
      span={span}
      spans={SPANS}
      onSpan={(next) => {
        setSpan(next);
        session.setWordSpan(next);
      }}
    />
  );
}
