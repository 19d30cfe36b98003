import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { useChatView } from '../store/use-session.ts';
import { MessageLine } from './message-line.tsx';
import styles from './overlay-chat.module.css';
import { messagesOf, newestSeqs, type OverlaySeqs } from './overlay-lines.ts';
import { readOverlayOptions } from './overlay-options.ts';

interface OverlayChatProps {
  /** There is nothing of this name. */
  readonly missing: boolean;
  /** Lines of several broadcasts stand together. */
  readonly merged: boolean;
}

/**
 * The newest lines of the chat, masked, and nothing else: for a broadcaster's own picture. Nothing can be pressed, what was
 * removed is gone, and the page itself is transparent unless its address says otherwise.
 */
export function OverlayChat({ missing, merged }: OverlayChatProps): ReactNode {
  const { t } = useWords();
  const [options] = useState(() => readOverlayOptions(location.search));
  const { size, lines, fade, background } = options;
  useEffect(() => {
    document.documentElement.dataset['overlay'] = background;
    return () => {
      delete document.documentElement.dataset['overlay'];
    };
  }, [background]);
  const entries = useChatView((view) => view.feed.list.entries);
  const loading = useChatView((view) => view.feed.loading);
  const origins = useChatView((view) => view.origins);
  /** What was there when the page opened: where lines fade it is long gone. */
  const [before, setBefore] = useState<OverlaySeqs | null>(null);
  if (before === null && !loading) setBefore(newestSeqs(entries));

  const shown = before === null ? [] : messagesOf(entries, { lines, ...(fade > 0 && { after: before }) });
  return (
    <main
      id="content"
      className={styles.page}
      data-background={background}
      style={{ fontSize: size }}
      aria-label={t('chat.title')}
    >
      {missing && <p>{t('connection.notFound')}</p>}
      {shown.map(({ key, broadcast, message }) => (
        <div
          key={key}
          className={styles.line}
          data-paid={message.paid !== null}
          style={fade > 0 ? { animation: `${styles.fade} 1s linear ${fade}s forwards` } : undefined}
        >
          <MessageLine lineKey={key} message={message} origin={origins.get(broadcast)} merged={merged} />
        </div>
      ))}
    </main>
  );
}
