import { Ban, CornerDownRight, FastForward } from 'lucide-react';
import { memo, useState, type ReactNode } from 'react';
import type { ChatMessage } from '../../../http/contract.ts';
import { authorColour } from '../format/author-colour.ts';
import { formatMoney } from '../format/money.ts';
import { formatClock, formatShowTime } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import type { ChatEntry } from '../store/message-list.ts';
import { EmotionIcon, emotionName } from '../ui/emotions.tsx';
import { MoodBar } from '../ui/mood-bar.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { AuthorMarks } from './author-marks.tsx';
import styles from './message-row.module.css';
import { MessageText } from './message-text.tsx';

/** An emotion is shown from this probability on. */
const SURE = 0.6;

interface ChatRowProps {
  readonly entry: ChatEntry;
  readonly originals: boolean;
  /** It came just now, and slowly enough that motion does not disturb. */
  readonly fresh: boolean;
  readonly platform: string;
  /** When the show began, for the time on hover. */
  readonly startedAt: number;
  readonly onAuthor: (author: ChatMessage['author']) => void;
  /** Asks why a message got its scores; told what was pressed for it. */
  readonly onExplain: (message: ChatMessage, pressed: HTMLElement) => void;
}

/** A line of the chat. */
export const ChatRow = memo(function ChatRow({ entry, ...rest }: ChatRowProps): ReactNode {
  if (entry.kind === 'skipped') return <SkippedRow count={entry.count} />;
  if (entry.message.removed) return <RemovedRow message={entry.message} kind={entry.message.removed.kind} />;
  return <MessageRow message={entry.message} {...rest} />;
});

function SkippedRow({ count }: { count: number }): ReactNode {
  const { t, number } = useWords();
  return (
    <div className={styles.note} data-kind="skipped">
      <FastForward size={12} aria-hidden />
      {t('chat.skipped', { count, formatted: number(count) })}
    </div>
  );
}

function RemovedRow({
  message,
  kind,
}: {
  message: ChatMessage;
  kind: 'message' | 'author' | 'chat';
}): ReactNode {
  const { t, language } = useWords();
  return (
    <div className={styles.note} data-kind="removed">
      <time className={styles.time}>{formatClock(message.at, language)}</time>
      <Ban size={12} aria-hidden />
      {t(`chat.removed.${kind}`)}
    </div>
  );
}

type MessageRowProps = Omit<ChatRowProps, 'entry'> & { readonly message: ChatMessage };

function MessageRow({
  message,
  originals,
  fresh,
  platform,
  startedAt,
  onAuthor,
  onExplain,
}: MessageRowProps): ReactNode {
  const { t, language, percent } = useWords();
  const [slideIn] = useState(fresh);
  const { author, emotion, paid, reply } = message;
  const colour = authorColour(author.id || author.name);
  const clock = formatClock(message.at, language, true);
  const showTime = message.at >= startedAt ? ` · ${formatShowTime(message.at - startedAt)}` : '';
  const sure = emotion.score >= SURE;
  const score = [
    t('chat.moodOf', { percent: percent(message.positive) }),
    ...(sure
      ? [
          t('chat.emotionOf', {
            name: emotionName(emotion.label, language),
            percent: percent(emotion.score),
          }),
        ]
      : []),
  ].join(t('app.separator'));
  return (
    <div className={styles.row} data-fresh={slideIn} data-paid={paid !== null} data-kind={message.kind}>
      <time className={styles.time} dateTime={new Date(message.at).toISOString()} title={clock + showTime}>
        {formatClock(message.at, language)}
      </time>
      <div className={styles.body}>
        {reply && (
          <span className={styles.reply}>
            <CornerDownRight size={12} aria-hidden />
            {reply.author ? t('chat.reply', { name: reply.author }) : t('chat.replyUnknown')}
          </span>
        )}
        <span className={styles.platform}>
          <PlatformMark platform={platform} />
        </span>
        <AuthorMarks roles={author.roles} />
        <button
          type="button"
          className={styles.author}
          style={{ color: `light-dark(${colour.light}, ${colour.dark})` }}
          title={t('chat.onlyAuthor', { name: author.name })}
          onClick={() => onAuthor(author)}
        >
          {author.name}
        </button>
        {paid && <span className={styles.amount}>{formatMoney(paid.amount, paid.currency, language)}</span>}
        <span className={styles.text}>
          <MessageText message={message} originals={originals} />
        </span>
      </div>
      <button
        type="button"
        className={styles.score}
        aria-haspopup="dialog"
        aria-label={t('explain.open', { score })}
        title={score}
        onClick={(event) => onExplain(message, event.currentTarget)}
      >
        <span className={styles.emotion}>{sure && <EmotionIcon emotion={emotion.label} size={14} />}</span>
        <MoodBar value={message.positive} />
      </button>
    </div>
  );
}
