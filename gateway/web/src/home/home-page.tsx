import { Film, Play } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client.ts';
import { problemText, type ProblemText } from '../app/problem-text.ts';
import { broadcastPath, navigate } from '../app/router.ts';
import { formatMoment } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { ListPage } from '../shell/list-page.tsx';
import { Button } from '../ui/controls.tsx';
import { BroadcastList } from './broadcast-list.tsx';
import { GroupSection } from './group-section.tsx';
import styles from './home-page.module.css';
import { StartForm } from './start-form.tsx';
import { useBroadcasts, type BroadcastsState } from './use-broadcasts.ts';

export function HomePage(): ReactNode {
  const { t } = useWords();
  const { broadcasts, groups, recordings, unreachable } = useBroadcasts();
  return (
    <ListPage
      title={t('home.title')}
      lead={t('home.lead')}
      unreachable={unreachable}
      introClassName={styles.intro}
      columns={2}
    >
      <StartForm />
      <section aria-labelledby="broadcasts">
        <h2 id="broadcasts" className={styles.heading}>
          {t('home.broadcasts')}
        </h2>
        {broadcasts && broadcasts.length > 0 ? (
          <BroadcastList broadcasts={broadcasts} />
        ) : (
          <p className={styles.empty}>
            {broadcasts ? t('home.broadcastsEmpty') : t('app.loading')}
            {broadcasts && <span>{t('home.broadcastsEmptyHint')}</span>}
          </p>
        )}
      </section>
      <GroupSection groups={groups} />
      <RecordingList recordings={recordings} />
    </ListPage>
  );
}

function RecordingList({ recordings }: { recordings: BroadcastsState['recordings'] }): ReactNode {
  const { t, language, number } = useWords();
  const [problem, setProblem] = useState<ProblemText | null>(null);

  const play = async (url: string): Promise<void> => {
    setProblem(null);
    try {
      const started = await api.start(url);
      if (!started.broadcasts || started.broadcasts.length < 2) navigate(broadcastPath(started.id));
    } catch (error) {
      setProblem(problemText(error, t));
    }
  };

  return (
    <section aria-labelledby="recordings">
      <h2 id="recordings" className={styles.heading}>
        {t('home.recordings')}
      </h2>
      {problem && (
        <p className={styles.problem} role="alert">
          <strong>{problem.what}</strong> {problem.hint}
        </p>
      )}
      {recordings.length === 0 ? (
        <p className={styles.empty}>{t('home.recordingsEmpty')}</p>
      ) : (
        <ul className={styles.recordings}>
          {recordings.map((recording) => (
            <li key={recording.url}>
              <Film size={16} aria-hidden />
              <span className={styles.recording}>{recording.name}</span>
              <span className={styles.size}>{number(recording.bytes / 1_000_000, 1)} MB</span>
              <span className={styles.when}>{formatMoment(recording.modifiedAt, language)}</span>
              <Button
                className={styles.play}
                aria-label={t('home.play', { name: recording.name })}
                onClick={() => void play(recording.url)}
              >
                <Play size={16} aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
