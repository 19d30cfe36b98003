import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { useWords } from '../i18n/index.ts';
import { waitingText } from '../shell/waiting-words.ts';
import type { FeedView } from '../store/chat-feed.ts';
import { isFiltering } from '../store/filter.ts';
import { useChat, useChatView } from '../store/use-session.ts';
import columns from '../ui/column.module.css';
import styles from './chat-column.module.css';
import { ChatList } from './chat-list.tsx';
import { ChatToolbar } from './chat-toolbar.tsx';
import { FilterChips } from './filter-chips.tsx';

export function ChatColumn(): ReactNode {
  const { t, number } = useWords();
  const { originals, announce } = usePreferences();
  const session = useChat();
  const feed = useChatView((view) => view.feed);
  const { waiting, entries } = feed.list;
  const following = session.feed.following;
  return (
    <section className={columns.column} aria-label={t('chat.title')}>
      <ChatToolbar />
      <FilterChips partial={feed.partial} />
      <div className={styles.place}>
        {feed.loadingOlder && (
          <p className={styles.older} role="status">
            {t('chat.loadingOlder')}
          </p>
        )}
        {feed.failed && (
          <p className={styles.older} role="status">
            {t('chat.olderFailed')}
            <button type="button" onClick={() => void session.feed.loadOlder()}>
              {t('app.retry')}
            </button>
          </p>
        )}
        {entries.length === 0 ? (
          <EmptyChat feed={feed} />
        ) : (
          // A filter makes another list, with a scroll position of its own.
          <ChatList key={JSON.stringify(feed.filter)} feed={feed} originals={originals} />
        )}
        {!following && (
          <button type="button" className={styles.fresh} onClick={() => session.feed.follow(true)}>
            <ArrowDown size={16} aria-hidden />
            {waiting > 0 ? t('chat.fresh', { count: waiting, formatted: number(waiting) }) : t('chat.newest')}
          </button>
        )}
      </div>
      {announce && <Announcer />}
    </section>
  );
}

function EmptyChat({ feed }: { feed: FeedView }): ReactNode {
  const { t } = useWords();
  const over = useChatView((view) => view.over);
  const connected = useChatView((view) => view.connection === 'open');
  const unreached = useChatView((view) => view.unreached);
  const searching = isFiltering(feed.filter);
  if (feed.loading || feed.loadingOlder || (!searching && !connected)) {
    return <p className={styles.empty}>{t('app.loading')}</p>;
  }
  return (
    <p className={styles.empty}>
      {searching || over
        ? t('chat.none')
        : unreached !== null
          ? waitingText(unreached, t)
          : t('chat.waiting')}
      {searching && <span>{t('chat.noneHint')}</span>}
    </p>
  );
}

/** A screen reader hears the newest message so often at most, ms. */
const ANNOUNCE_MS = 4_000;

/** Speaks the newest message from time to time, apart from the list, whose lines come and go with the scrolling. */
function Announcer(): ReactNode {
  const newest = useChatView((view) => view.newest);
  const latest = useRef(newest);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    latest.current = newest;
  }, [newest]);
  useEffect(() => {
    const timer = setInterval(() => {
      const message = latest.current;
      if (message) setSpoken(`${message.author.name}: ${message.masked}`);
    }, ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="visually-hidden" aria-live="polite">
      {spoken}
    </p>
  );
}
