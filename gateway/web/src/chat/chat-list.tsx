import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { ChatMessage } from '../../../http/contract.ts';
import { useFilter } from '../broadcast/filter-context.ts';
import { useWords } from '../i18n/index.ts';
import type { FeedView } from '../store/chat-feed.ts';
import { useSession, useSessionView } from '../store/use-session.ts';
import styles from './chat-list.module.css';
import { ChatRow } from './message-row.tsx';

/** So near to the end counts as the end, px. */
const END = 24;
/** Older messages are asked for when the start is nearer than this, px. */
const NEAR_START = 600;
/** Above so many messages a second, new lines do not slide. */
const CALM_RATE = 3;
/** A scroll so long after the reader's last touch is the list's own doing, ms. */
const READER_MS = 1_000;

/** The lines of the chat: only those in sight exist. Follows the newest until the reader scrolls up. */
export function ChatList({ feed, originals }: { feed: FeedView; originals: boolean }): ReactNode {
  const { t } = useWords();
  const session = useSession();
  const { filter, setFilter } = useFilter();
  const platform = useSessionView((view) => view.source?.platform ?? '');
  const startedAt = useSessionView((view) => view.source?.startedAt ?? 0);
  const calm = useSessionView((view) => (view.source?.messagesPerSecond ?? 0) < CALM_RATE);
  const list = useRef<VListHandle>(null);
  const touchedAt = useRef(0);
  const { entries, startMoved } = feed.list;
  const last = entries.length - 1;

  const toEnd = useCallback(() => {
    const handle = list.current;
    if (handle && session.feed.list.following) handle.scrollTo(handle.scrollSize);
  }, [session]);

  useLayoutEffect(toEnd, [entries, toEnd]);

  // A list that does not fill the screen cannot be scrolled: what is before it comes by itself.
  useEffect(() => {
    const handle = list.current;
    if (!handle || feed.loading || feed.failed || feed.atStart || feed.loadingOlder) return;
    if (handle.scrollSize <= handle.viewportSize + NEAR_START) void session.feed.loadOlder();
  }, [session, feed]);

  const onScroll = (offset: number): void => {
    const handle = list.current;
    if (!handle) return;
    const fromEnd = handle.scrollSize - handle.viewportSize - offset;
    if (fromEnd <= END) session.feed.follow(true);
    else if (performance.now() - touchedAt.current < READER_MS) session.feed.follow(false);
    if (offset < NEAR_START && !session.feed.list.following && !feed.failed) void session.feed.loadOlder();
  };

  const touched = (): void => {
    touchedAt.current = performance.now();
  };

  const onAuthor = useCallback(
    (author: ChatMessage['author']) => setFilter({ ...filter, author: { id: author.id, name: author.name } }),
    [filter, setFilter],
  );

  return (
    <VList
      ref={list}
      data={entries}
      className={styles.list}
      shift={startMoved}
      onScroll={onScroll}
      onResize={toEnd}
      role="log"
      aria-label={t('chat.log')}
      aria-live="off"
      tabIndex={0}
      onWheel={touched}
      onTouchMove={touched}
      onPointerDown={touched}
      onPointerMove={(event) => {
        if (event.buttons !== 0) touched();
      }}
      onKeyDown={touched}
    >
      {(entry, index) => (
        <ChatRow
          key={entry.key}
          entry={entry}
          originals={originals}
          fresh={calm && index === last && session.feed.list.following}
          platform={platform}
          startedAt={startedAt}
          onAuthor={onAuthor}
        />
      )}
    </VList>
  );
}
