import { Popover } from '@base-ui/react/popover';
import { Eye, Square, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { isOver } from '../../../http/broadcast-states.ts';
import type { Gap } from '../../../http/contract.ts';
import { broadcastPath, overlayPath } from '../app/router.ts';
import { formatAgo, formatClock, formatDuration } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { OverlayButton } from '../overlay/overlay-button.tsx';
import { RulesButton } from '../rules/rules-panel.tsx';
import { Logo } from '../shell/logo.tsx';
import { PreferenceControls } from '../shell/preference-controls.tsx';
import { failureText } from '../shell/failure-words.ts';
import { platformName } from '../shell/state-words.ts';
import { useSession, useSessionView, useTick } from '../store/use-session.ts';
import { Confirm } from '../ui/controls.tsx';
import controls from '../ui/controls.module.css';
import { iconButtonClass, Tip } from '../ui/icon-button.tsx';
import { Link } from '../ui/link.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { Watching } from '../ui/watching.tsx';
import { BoardButtons } from './board-buttons.tsx';
import styles from './status-bar.module.css';

/** The line on top: what is watched, how the capture does, and how fast it goes. */
export function StatusBar(): ReactNode {
  const { t, number } = useWords();
  const source = useSessionView((view) => view.source);
  const over = source !== null && isOver(source.state);
  return (
    <header className={styles.bar}>
      <Link href="/" className={styles.home} aria-label={t('app.home')}>
        <Logo />
      </Link>
      {source && (
        <h1 className={styles.title}>
          <PlatformMark platform={source.platform} size={24} />
          <span className="visually-hidden">{platformName(source.platform, t)} </span>
          <span className={styles.channel}>{source.channel}</span>
          {source.title && source.title !== source.channel && (
            <span className={styles.show}>{source.title}</span>
          )}
        </h1>
      )}
      <SourceState />
      <div className={styles.figures}>
        {source && source.gaps.length > 0 && <Gaps gaps={source.gaps} />}
        {source && !over && (
          <Tip text={t('status.rate')}>
            <span className={styles.figure} data-testid="rate">
              <span className="visually-hidden">{t('status.rate')} </span>
              {t('status.rateValue', { value: number(source.messagesPerSecond, 1) })}
            </span>
          </Tip>
        )}
        {source && !over && <Watching count={source.watching} className={styles.figure} />}
        {source && (
          <Tip text={t('status.viewers')}>
            <span className={styles.figure}>
              <Eye size={16} aria-hidden />
              <span className="visually-hidden">{t('status.viewers')} </span>
              {number(source.viewers)}
            </span>
          </Tip>
        )}
      </div>
      <div className={styles.controls}>
        {source && <BoardButtons id={source.id} />}
        {source && <OverlayButton path={overlayPath(broadcastPath(source.id))} />}
        {source && <RulesButton channelId={source.channelId} />}
        {source && !over && <StopButton />}
        <PreferenceControls />
      </div>
    </header>
  );
}

function SourceState(): ReactNode {
  const { t, language } = useWords();
  const session = useSession();
  useTick(1_000);
  const source = useSessionView((view) => view.source);
  const ended = useSessionView((view) => view.ended);
  const age = session.messageAge();
  // The end may be told a moment before the description that names its state.
  const state = ended && source && !isOver(source.state) ? 'ended' : (source?.state ?? null);
  const failure = state === 'failed' && source ? failureText(source.reason, t) : undefined;
  const detail = ended
    ? (failure ?? t('status.endedAt', { when: formatClock(ended.at, language) }))
    : age === null
      ? t('status.noMessage')
      : t('status.lastMessage', { ago: formatAgo(age, language) });
  return (
    <div className={styles.state} data-testid="source-state">
      <StatePill state={state} detail={source ? detail : undefined} />
    </div>
  );
}

function Gaps({ gaps }: { gaps: readonly Gap[] }): ReactNode {
  const { t, language } = useWords();
  return (
    <Popover.Root>
      <Popover.Trigger
        render={<button type="button" className={iconButtonClass} />}
        aria-label={t('status.gaps', { count: gaps.length })}
      >
        <Unplug size={16} aria-hidden />
        <span className={styles.gapsText}>{t('status.gaps', { count: gaps.length })}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className={controls.positioner}>
          <Popover.Popup className={controls.popup}>
            <Popover.Title className={styles.gapsTitle}>{t('status.gapsTitle')}</Popover.Title>
            <ul className={styles.gaps}>
              {gaps.toReversed().map((gap) => (
                <li key={`${gap.from} ${gap.to}`}>
                  {t('status.gapLine', {
                    from: formatClock(gap.from, language, true),
                    to: formatClock(gap.to, language, true),
                    duration: formatDuration(gap.to - gap.from, language),
                  })}
                  {gap.missed !== null && <span> {t('status.gapMissed', { count: gap.missed })}</span>}
                </li>
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function StopButton(): ReactNode {
  const { t } = useWords();
  const session = useSession();
  return (
    <Confirm
      trigger={
        <button
          type="button"
          className={iconButtonClass}
          aria-label={t('status.stop')}
          title={t('status.stop')}
        >
          <Square size={16} aria-hidden />
        </button>
      }
      title={t('status.stopTitle')}
      text={t('status.stopText')}
      cancel={t('app.cancel')}
      confirm={t('status.stop')}
      onConfirm={() => void session.stop()}
    />
  );
}
