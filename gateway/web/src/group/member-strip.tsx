import { Play } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Broadcast, Group } from '../../../http/contract.ts';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { broadcastPath } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { platformName } from '../shell/state-words.ts';
import { Link } from '../ui/link.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import styles from './member-strip.module.css';
import { useAudienceView } from './use-audience.ts';

/** Who is in the group: what is shown now leads to its own page, a channel that nobody captures can be started. */
export function MemberStrip(): ReactNode {
  const { t } = useWords();
  const group = useAudienceView((view) => view.group);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  if (!group) return null;
  const shown = new Set(group.broadcasts.map(({ channelId }) => channelId));

  const watch = async (url: string): Promise<void> => {
    setProblem(null);
    try {
      await api.start(url);
    } catch (error) {
      setProblem(problemText(error, t));
    }
  };

  return (
    <section className={styles.strip} aria-label={t('group.channels')}>
      <ul className={styles.members}>
        {group.broadcasts.map((broadcast) => (
          <Shown key={broadcast.id} broadcast={broadcast} />
        ))}
        {group.channels
          .filter(({ channelId }) => !shown.has(channelId))
          .map((channel) => (
            <Silent key={channel.channelId} channel={channel} onWatch={() => void watch(channel.url)} />
          ))}
      </ul>
      {problem && (
        <p role="alert" className={styles.problem}>
          <strong>{problem.what}</strong> {problem.hint}
        </p>
      )}
    </section>
  );
}

function Shown({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { t, number } = useWords();
  const { watching } = broadcast;
  const detail = watching === null ? undefined : t('status.watchingValue', { formatted: number(watching) });
  return (
    <li>
      <Link href={broadcastPath(broadcast.id)} className={styles.member}>
        <PlatformMark platform={broadcast.platform} />
        <span className="visually-hidden">{platformName(broadcast.platform, t)} </span>
        <span className={styles.channel}>{broadcast.channel}</span>
        <StatePill state={broadcast.state} detail={detail} />
      </Link>
    </li>
  );
}

function Silent(props: { channel: Group['channels'][number]; onWatch: () => void }): ReactNode {
  const { t } = useWords();
  const { channel, watched, platform } = props.channel;
  return (
    <li className={styles.member} data-silent>
      <PlatformMark platform={platform} />
      <span className="visually-hidden">{platformName(platform, t)} </span>
      <span className={styles.channel}>{channel}</span>
      {watched ? (
        <span>{t('group.quiet')}</span>
      ) : (
        <button
          type="button"
          className={styles.watch}
          aria-label={t('group.watch', { name: channel })}
          title={t('group.watch', { name: channel })}
          onClick={props.onWatch}
        >
          <Play size={12} aria-hidden />
          {t('home.start')}
        </button>
      )}
    </li>
  );
}
