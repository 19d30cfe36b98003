import type { ReactNode } from 'react';
import type { ChatMessage } from '../../../http/contract.ts';
import { MessageText } from '../chat/message-text.tsx';
import { authorColour } from '../format/author-colour.ts';
import { formatMoney } from '../format/money.ts';
import { useWords } from '../i18n/index.ts';
import type { ChatOrigin } from '../store/chat-session.ts';
import { PlatformMark } from '../ui/platform-mark.tsx';
import styles from './message-line.module.css';

interface MessageLineProps {
  readonly lineKey: string;
  readonly message: ChatMessage;
  readonly origin: ChatOrigin | undefined;
  readonly merged: boolean;
}

/** Who says what; nothing of it can be pressed. */
export function MessageLine({ lineKey, message, origin, merged }: MessageLineProps): ReactNode {
  const { language } = useWords();
  const { author, paid } = message;
  const colour = authorColour(author.id || author.name);
  return (
    <>
      {merged && origin && (
        <span className={styles.platform}>
          <PlatformMark platform={origin.platform} />
        </span>
      )}
      <span className={styles.author} style={{ color: `light-dark(${colour.light}, ${colour.dark})` }}>
        {author.name}
      </span>
      {paid && <span className={styles.amount}>{formatMoney(paid.amount, paid.currency, language)}</span>}
      <span className={styles.text}>
        <MessageText
          lineKey={lineKey}
          message={message}
          originals={false}
          platform={origin?.platform ?? ''}
          sealed
        />
      </span>
    </>
  );
}
