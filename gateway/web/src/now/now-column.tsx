import { useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { useSession, useTick } from '../store/use-session.ts';
import columns from '../ui/column.module.css';
import { MoodPanel } from './mood-panel.tsx';
import styles from './now-column.module.css';
import { PaidList } from './paid-list.tsx';
import { useCloudWords } from './use-cloud-words.ts';
import { WordCloud } from './word-cloud.tsx';
import { WORD_SPAN_NAMES, type WordSpanName } from './word-spans.ts';

/** How the chat is now: mood, emotions, words, money. */
export function NowColumn(): ReactNode {
  const { t } = useWords();
  return (
    <section className={columns.column} aria-label={t('now.title')}>
      <div className={columns.toolbar}>
        <h2 className={columns.heading}>{t('now.title')}</h2>
        <span className={columns.aside}>{t('now.lastMinute')}</span>
      </div>
      <div className={styles.parts}>
        <Mood />
        <BroadcastWords />
        <PaidList />
      </div>
    </section>
  );
}

const READ_EVERY_MS = 1_000;

function Mood(): ReactNode {
  const session = useSession();
  useTick(READ_EVERY_MS);
  return <MoodPanel reading={session.mood()} />;
}

const NO_WORDS: readonly never[] = [];

function BroadcastWords(): ReactNode {
  const [span, setSpan] = useState<WordSpanName>('10m');
  const words = useCloudWords(span)?.words ?? NO_WORDS;
  return <WordCloud words={words} span={span} spans={WORD_SPAN_NAMES} onSpan={setSpan} />;
}
