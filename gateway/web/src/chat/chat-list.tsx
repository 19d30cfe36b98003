import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type UIEvent,
} from 'react';
import { Virtualizer } from 'virtua';
import type { ChatMessage } from '../../../http/contract.ts';
import { useFilter } from '../broadcast/filter-context.ts';
import { useWords } from '../i18n/index.ts';
import type { FeedView } from '../store/chat-feed.ts';
import { useChat, useChatView } from '../store/use-session.ts';
import styles from './chat-list.module.css';
import { ExplainPanel } from './explain/explain-panel.tsx';
import { ChatRow } from './message-row.tsx';

/** So near to the end counts as the end, px. */
const END = 24;
/** Older messages are asked for when the start is nearer than this, px. */
const NEAR_START = 600;
/** Above so many messages a second, new lines do not slide. */
const CALM_RATE = 3;
/** A scroll so long after the reader's last touch is the list's own doing, ms. */
const READER_MS = 1_000;
/** So long after the reader began to scroll up, the list does not pull back to its end, ms. */
const LEAVING_MS = 300;
const UPWARD_KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);
/** Height of a line of one row of text, px. */
const LINE_HEIGHT = 28;
/** Room above the first line; the same as in the style sheet, px. */
const LIST_PADDING = 4;

/** The message whose scores are explained, and what was pressed for it. */
interface Explained {
  readonly message: ChatMessage;
  readonly channelId: string | undefined;
  readonly pressed: HTMLElement;
}

/** The lines of the chat: only those in sight exist. Follows the newest until the reader scrolls up. */
export function ChatList({ feed, originals }: { feed: FeedView; originals: boolean }): ReactNode {
  const { t } = useWords();
  const session = useChat();
  const { filter, setFilter } = useFilter();
  const origins = useChatView((view) => view.origins);
  const calm = useChatView((view) => view.perSecond < CALM_RATE);
  const scroller = useRef<HTMLDivElement>(null);
  const touchedAt = useRef(-READER_MS);
  const leavingAt = useRef(-LEAVING_MS);
  const wasFollowing = useRef(true);
  const { entries, startMoved } = feed.list;
  const last = entries.length - 1;

  const toEnd = useCallback(() => {
    const element = scroller.current;
    const { following } = session.feed;
    // Asked to follow again: what the reader did before no longer counts.
    if (following && !wasFollowing.current) {
      touchedAt.current = -READER_MS;
      leavingAt.current = -LEAVING_MS;
    }
    wasFollowing.current = following;
    // Lines are measured as they come into sight, which may be before the reader's own scrolling is heard of.
    const leaving = performance.now() - leavingAt.current < LEAVING_MS;
    if (element && following && !leaving) element.scrollTop = element.scrollHeight;
  }, [session]);

  // A list that comes into sight begins at its end.
  useLayoutEffect(() => session.feed.follow(true), [session]);
  useLayoutEffect(toEnd, [entries, toEnd]);

  // A list that does not fill the screen cannot be scrolled: what is before it comes by itself.
  useEffect(() => {
    const element = scroller.current;
    if (!element || feed.loading || feed.failed || feed.atStart || feed.loadingOlder) return;
    if (element.scrollHeight <= element.clientHeight + NEAR_START) void session.feed.loadOlder();
  }, [session, feed]);

  const onScroll = ({ currentTarget }: UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    const fromEnd = scrollHeight - clientHeight - scrollTop;
    if (fromEnd <= END) session.feed.follow(true);
    else if (performance.now() - touchedAt.current < READER_MS) session.feed.follow(false);
    if (scrollTop < NEAR_START && !session.feed.following && !feed.failed) void session.feed.loadOlder();
  };

  const touched = (upward: boolean): void => {
    touchedAt.current = performance.now();
    if (upward) leavingAt.current = performance.now();
  };

  const onAuthor = useCallback(
    ({ id, name }: ChatMessage['author'], platform: string | undefined) =>
      setFilter({ ...filter, author: { id, name, ...(platform !== undefined && { platform }) } }),
    [filter, setFilter],
  );

  const [explained, setExplained] = useState<Explained | null>(null);
  const onExplain = useCallback(
    (message: ChatMessage, channelId: string | undefined, pressed: HTMLElement) =>
      setExplained({ message, channelId, pressed }),
    [],
  );

  return (
    <>
      <div
        ref={scroller}
        className={styles.list}
        role="log"
        aria-label={t('chat.log')}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        onWheel={(event) => touched(event.deltaY < 0)}
        onTouchMove={() => touched(true)}
        onPointerDown={() => touched(false)}
        onPointerMove={(event) => {
          if (event.buttons !== 0) touched(true);
        }}
        onKeyDown={(event) => touched(UPWARD_KEYS.has(event.key))}
      >
        <Virtualizer
          data={entries}
          shift={startMoved}
          itemSize={LINE_HEIGHT}
          startMargin={LIST_PADDING}
          onResize={toEnd}
        >
          {(entry, index) => (
            <ChatRow
              key={entry.key}
              entry={entry}
              originals={originals}
              fresh={calm && index === last && session.feed.following}
              origin={origins.get(entry.broadcast)}
              merged={session.merged}
              onAuthor={onAuthor}
              onExplain={onExplain}
            />
          )}
        </Virtualizer>
      </div>
      {explained && (
        <ExplainPanel
          key={explained.message.id}
          message={explained.message}
          channelId={explained.channelId}
          originals={originals}
          // The line may have left the screen since.
          returnTo={() => (explained.pressed.isConnected ? explained.pressed : scroller.current)}
          onClose={() => setExplained(null)}
        />
      )}
    </>
  );
}
