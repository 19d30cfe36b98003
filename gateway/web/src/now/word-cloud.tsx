import { useRef, type ReactNode } from 'react';
import { useFilter } from '../broadcast/filter-context.ts';
import { useWords } from '../i18n/index.ts';
import { Segmented } from '../ui/controls.tsx';
import styles from './word-cloud.module.css';
import { TARGET, type CloudWord } from './cloud-layout.ts';
import panel from './panel.module.css';
import { useCloudLayout } from './use-cloud-layout.ts';
import type { WordSpanName } from './word-spans.ts';

/** Words are set at this size and scaled: a scale moves smoothly without laying the page out anew. px */
const DRAWN_SIZE = 24;

interface WordCloudProps<S extends WordSpanName> {
  readonly words: readonly CloudWord[];
  readonly span: S;
  readonly spans: readonly S[];
  readonly onSpan: (span: S) => void;
}

/** What they talk about. A click shows the messages with the word. */
export function WordCloud<S extends WordSpanName>(props: WordCloudProps<S>): ReactNode {
  const { words, span, spans, onSpan } = props;
  const { t } = useWords();
  const { filter, setFilter } = useFilter();
  const box = useRef<HTMLUListElement>(null);
  const placed = useCloudLayout(words, box);
  return (
    <div className={styles.cloud}>
      <div className={panel.head}>
        <h3>{t('now.cloud')}</h3>
        <Segmented
          label={t('now.cloudSpan')}
          value={span}
          options={spans.map((value) => ({ value, text: t(`now.spans.${value}`) }))}
          onChange={onSpan}
        />
      </div>
      <ul ref={box} className={styles.box} data-testid="cloud">
        {placed.map(({ word, count, profane, x, y, size }) => (
          <li key={word} style={{ transform: `translate(${x}px, ${y}px)` }}>
            <button
              type="button"
              data-profane={profane}
              data-weight={size >= 24 ? 'heavy' : size >= 16 ? 'middle' : 'light'}
              aria-pressed={filter.text === word}
              aria-label={t('now.cloudWord', { word, count })}
              style={{
                transform: `translate(-50%, -50%) scale(${size / DRAWN_SIZE})`,
                minWidth: (TARGET * DRAWN_SIZE) / size,
                minHeight: (TARGET * DRAWN_SIZE) / size,
              }}
              // A masked word cannot be searched for: its messages are those with masked words.
              onClick={() => setFilter(profane ? { ...filter, label: 'profane' } : { ...filter, text: word })}
            >
              {word}
            </button>
          </li>
        ))}
        {placed.length === 0 && <li className={styles.empty}>{t('now.cloudEmpty')}</li>}
      </ul>
    </div>
  );
}
