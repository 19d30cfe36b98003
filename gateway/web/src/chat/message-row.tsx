import { Ban, CornerDownRight, FastForward } from 'lucide-react';
import { memo, useState, type ReactNode } from 'react';
import type { ChatMessage } from '../../../http/contract.ts';
import { authorColour } from '../format/author-colour.ts';
import { formatMoney } from '../format/money.ts';
import { formatClock, formatShowTime } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { platformName } from '../shell/state-words.ts';
import type { ChatOrigin } from '../store/chat-session.ts';
import type { ChatEntry } from '../store/message-list.ts';
import { shownAt } from '../store/shown-at.ts';
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
  /** Where it came from; undefined while that is not known yet. */
  readonly origin: ChatOrigin | undefined;
  /** It stands among lines of other broadcasts. */
  readonly merged: boolean;
  /** Told the platform too where authors of several stand together. */
  readonly onAuthor: (author: ChatMessage['author'], platform: string | undefined) => void;
  /** Asks why a message got its scores; told its channel where it is known, and what was pressed. */
  readonly onExplain: (message: ChatMessage, channelId: string | undefined, pressed: HTMLElement) => void;
}

/** A line of the chat. */
export const ChatRow = memo(function ChatRow({ entry, ...rest }: ChatRowProps): ReactNode {
  const mark = rest.merged && <OriginMark origin={rest.origin} named />;
  if (entry.kind === 'skipped') return <SkippedRow count={entry.count} mark={mark} />;
  if (entry.message.removed) {
    const at = rest.merged ? shownAt(entry.message) : entry.message.at;
    return <RemovedRow at={at} kind={entry.message.removed.kind} mark={mark} />;
  }
  return <MessageRow lineKey={entry.key} message={entry.message} {...rest} />;
});

/** Where a line came from; `named` where nothing else on the page says it to a screen reader. */
function OriginMark({ origin, named }: { origin: ChatOrigin | undefined; named: boolean }): ReactNode {
  const { t } = useWords();
  return (
    <span className={styles.platform} title={named ? origin?.channel : undefined}>
      <PlatformMark platform={origin?.platform ?? ''} />
      {named && origin && (
        <span className="visually-hidden">{`${platformName(origin.platform, t)} ${origin.channel} `}</span>
      )}
    </span>
  );
}

function SkippedRow({ count, mark }: { count: number; mark: ReactNode }): ReactNode {
  const { t, number } = useWords();
  return (
    <div className={styles.note} data-kind="skipped">
      {mark}
      <FastForward size={12} aria-hidden />
      {t('chat.skipped', { count, formatted: number(count) })}
    </div>
  );
}

interface RemovedRowProps {
  readonly at: number;
  readonly kind: 'message' | 'author' | 'chat';
  readonly mark: ReactNode;
}

function RemovedRow({ at, kind, mark }: RemovedRowProps): ReactNode {
  const { t, language } = useWords();
  return (
    <div className={styles.note} data-kind="removed">
      <time className={styles.time}>{formatClock(at, language)}</time>
      {mark}
      <Ban size={12} aria-hidden />
      {t(`chat.removed.${kind}`)}
    </div>
  );
}

type MessageRowProps = Omit<ChatRowProps, 'entry'> & {
  readonly lineKey: string;
  readonly message: ChatMessage;
};

function MessageRow({
  lineKey,
  message,
  originals,
  fresh,
  origin,
  merged,
  onAuthor,
  onExplain,
}: MessageRowProps): ReactNode {
  const { t, language, percent } = useWords();
  const [slideIn] = useState(fresh);
  const { author, emotion, paid, reply } = message;
  const colour = authorColour(author.id || author.name);
  const at = merged ? shownAt(message) : message.at;
  const clock = formatClock(at, language, true);
  const showTime = origin && at >= origin.startedAt ? ` · ${formatShowTime(at - origin.startedAt)}` : '';
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
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={clock + showTime}>
        {formatClock(at, language)}
      </time>
      <div className={styles.body}>
        {reply && (
          <span className={styles.reply}>
            <CornerDownRight size={12} aria-hidden />
            {reply.author ? t('chat.reply', { name: reply.author }) : t('chat.replyUnknown')}
          </span>
        )}
        <OriginMark origin={origin} named={merged} />
        <AuthorMarks roles={author.roles} />
        <button
          type="button"
          className={styles.author}
          style={{ color: `light-dark(${colour.light}, ${colour.dark})` }}
          title={t(author.id === '' ? 'chat.onlyName' : 'chat.onlyAuthor', { name: author.name })}
          onClick={() => onAuthor(author, merged ? origin?.platform : undefined)}
        >
          {author.name}
        </button>
        {paid && <span className={styles.amount}>{formatMoney(paid.amount, paid.currency, language)}</span>}
        <span className={styles.text}>
          <MessageText
            lineKey={lineKey}
            message={message}
            originals={originals}
            platform={origin?.platform ?? ''}
          />
        </span>
      </div>
      <button
        type="button"
        className={styles.score}
        aria-haspopup="dialog"
        aria-label={t('explain.open', { score })}
        title={score}
        onClick={(event) => onExplain(message, origin?.channelId, event.currentTarget)}
      >
        <span className={styles.emotion}>{sure && <EmotionIcon emotion={emotion.label} size={14} />}</span>
        <MoodBar value={message.positive} />
      </button>
    </div>
  );
}
