import { useState, type ReactNode } from 'react';
import type { ChatMessage } from '../../../http/contract.ts';
import { countGraphemes, segmentText } from '../format/segments.ts';
import { useWords } from '../i18n/index.ts';
import { Emote } from './emote.tsx';
import styles from './message-text.module.css';

/** Masked words that the reader opened, so that they stay open when a line leaves the screen and comes back. */
const opened = new Set<string>();

interface MessageTextProps {
  /** Unique among all lines, those of other broadcasts too. */
  readonly lineKey: string;
  readonly message: ChatMessage;
  readonly originals: boolean;
  /** Whose emotes these are. */
  readonly platform: string;
  /** Masked words do not open: nobody who watches is to see them. */
  readonly sealed?: boolean;
}

/** The text of a message: emotes as pictures or names, masked words as soft blocks that open on a click. */
export function MessageText({
  lineKey,
  message,
  originals,
  platform,
  sealed = false,
}: MessageTextProps): ReactNode {
  return segmentText(message.text, message.spans, message.emotes).map((segment) => {
    switch (segment.kind) {
      case 'text':
        return segment.text;
      case 'emote':
        return <Emote key={segment.start} platform={platform} id={segment.id} text={segment.text} />;
      case 'masked':
        if (sealed) return <Sealed key={segment.start} text={segment.text} />;
        return originals ? (
          <span key={segment.start} className={styles.original}>
            {segment.text}
          </span>
        ) : (
          <Masked key={segment.start} id={`${lineKey} ${segment.start}`} text={segment.text} />
        );
    }
  });
}

function Sealed({ text }: { text: string }): ReactNode {
  const { t } = useWords();
  return (
    <span className={styles.masked} role="img" aria-label={t('chat.hidden')}>
      <MaskedSpace text={text} />
    </span>
  );
}

/** As wide as the word, or nearly so. */
function MaskedSpace({ text }: { text: string }): ReactNode {
  return <span style={{ width: `${Math.min(12, countGraphemes(text)) * 0.92}em` }} aria-hidden />;
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
      {open ? text : <MaskedSpace text={text} />}
    </button>
  );
}
