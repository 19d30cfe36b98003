import { Check, Minus } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Platform } from '../../../http/contract.ts';
import { api, ApiError } from '../api/client.ts';
import { useWords } from '../i18n/index.ts';
import { platformName } from '../shell/state-words.ts';
import { PlatformMark } from '../ui/platform-mark.tsx';
import styles from './platform-table.module.css';

const ABILITIES = ['removals', 'paid', 'backlog', 'emotes', 'viewerCount'] as const;

/** What each platform tells of a chat, so that nobody waits for what does not come. */
export function PlatformTable(): ReactNode {
  const { t } = useWords();
  const platforms = usePlatforms();
  if (platforms.length === 0) return null;
  return (
    <details className={styles.place}>
      <summary>{t('platforms.title')}</summary>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('platforms.title')}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t('platforms.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('platforms.platform')}</th>
              {ABILITIES.map((ability) => (
                <th scope="col" key={ability}>
                  {t(`platforms.${ability}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {platforms.map(({ platform, capabilities }) => (
              <tr key={platform}>
                <th scope="row">
                  <PlatformMark platform={platform} />
                  {platformName(platform, t)}
                </th>
                {ABILITIES.map((ability) => (
                  <td key={ability}>
                    <Answer has={capabilities[ability]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Answer({ has }: { readonly has: boolean }): ReactNode {
  const { t } = useWords();
  const Icon = has ? Check : Minus;
  return (
    <>
      <Icon size={16} aria-hidden className={has ? styles.yes : styles.no} />
      <span className="visually-hidden">{has ? t('platforms.yes') : t('platforms.no')}</span>
    </>
  );
}

/** The platforms of this server; none while it cannot be reached. */
function usePlatforms(): readonly Platform[] {
  const [platforms, setPlatforms] = useState<readonly Platform[]>([]);
  useEffect(() => {
    const stopped = new AbortController();
    api.platforms(stopped.signal).then(
      (answer) => setPlatforms(answer.platforms),
      (error: unknown) => {
        // What is shown is of use, and nothing hangs on it.
        if (!stopped.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => stopped.abort();
  }, []);
  return platforms;
}
