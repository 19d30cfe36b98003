import { ChevronRight, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GroupSummary } from '../../../http/contract.ts';
import { groupPath } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { platformName } from '../shell/state-words.ts';
import { Link } from '../ui/link.tsx';
import { PlatformMark } from '../ui/platform-mark.tsx';
import { GroupForm } from './group-form.tsx';
import styles from './group-section.module.css';
import home from './home-page.module.css';

/** The channel groups there are, and a way to make one. */
export function GroupSection({ groups }: { groups: readonly GroupSummary[] }): ReactNode {
  const { t } = useWords();
  return (
    <section aria-labelledby="groups">
      <h2 id="groups" className={home.heading}>
        {t('group.list')}
      </h2>
      {groups.length === 0 ? (
        <p className={home.empty}>{t('group.listEmpty')}</p>
      ) : (
        <ul className={styles.groups}>
          {groups.map((group) => (
            <Group key={group.name} group={group} />
          ))}
        </ul>
      )}
      <GroupForm />
    </section>
  );
}

function Group({ group }: { group: GroupSummary }): ReactNode {
  const { t, number } = useWords();
  const { name, channels, running } = group;
  const platforms = [...new Set(channels.map(({ platform }) => platform))];
  return (
    <li className={styles.group}>
      <Users size={16} aria-hidden />
      <Link href={groupPath(name)} className={styles.link}>
        {name}
      </Link>
      <span className={styles.marks}>
        {platforms.map((platform) => (
          <span key={platform} title={platformName(platform, t)}>
            <PlatformMark platform={platform} />
            <span className="visually-hidden">{platformName(platform, t)} </span>
          </span>
        ))}
      </span>
      <span className={styles.count}>
        {t('group.channelCount', { count: channels.length, formatted: number(channels.length) })}
        {running > 0 && <> · {t('group.running', { count: running, formatted: number(running) })}</>}
      </span>
      <ChevronRight size={16} aria-hidden />
    </li>
  );
}
