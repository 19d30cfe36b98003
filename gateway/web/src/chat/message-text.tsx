import { useState, type ReactNode } from 'react';
import type { ChatMessage } from '../../../http/contract.ts';
import { countGraphemes, segmentText } from '../format/segments.ts';
import { useWords } from '../i18n/index.ts';
import styles from './message-text.module.css';

/** Masked words that the reader opened, so that they stay open when a line leaves the screen and comes back. */
const opened = new Set<string>();

interface MessageTextProps {
  readonly message: ChatMessage;
  readonly originals: boolean;
}

/** The text of a message: emotes as chips, masked words as soft blocks that open on a click. */
export function MessageText({ message, originals }: MessageTextProps): ReactNode {
  return segmentText(message.text, message.spans, message.emotes).map((segment) => {
    switch (segment.kind) {
      case 'text':
        return segment.text;
      case 'emote':
        return (
          <span key={segment.start} className={styles.emote}>
            {segment.text}
          </span>
        );
      case 'masked':
        return originals ? (
          <span key={segment.start} className={styles.original}>
            {segment.text}
          </span>
        ) : (
          <Masked key={segment.start} id={`${message.id} ${segment.start}`} text={segment.text} />
        );
    }
  });
}

function Masked({ id, text }: { id: string; text: string }): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(() => opened.has(id));
  const toggle = (): void => {
    if (open) opened.delete(id);
    else opened.add(id);
    setOpen(!open);
  };
  return (
    <button
      type="button"
      className={open ? styles.opened : styles.masked}
      aria-label={open ? t('chat.opened', { text }) : t('chat.masked')}
      aria-expanded={open}
      onClick={toggle}
    >
      {open ? text : <span style={{ width: `${Math.min(12, countGraphemes(text)) * 0.92}em` }} aria-hidden />}
    </button>
  );
}
