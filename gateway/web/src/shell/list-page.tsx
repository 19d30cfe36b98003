import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import styles from './list-page.module.css';
import { PageBar } from './page-bar.tsx';
import { PageIntro } from './page-intro.tsx';

interface ListPageProps {
  readonly title: string;
  /** What the page is for. */
  readonly lead: string;
  /** The server does not answer, and the page shows what it said last. */
  readonly unreachable: boolean;
  readonly introClassName?: string | undefined;
  /** Beside each other where the window is wide. */
  readonly columns?: 2;
  readonly children: ReactNode;
}

/** A page of sections below each other. */
export function ListPage(props: ListPageProps): ReactNode {
  const { title, lead, unreachable, introClassName, columns, children } = props;
  const { t } = useWords();
  return (
    <div className={styles.page}>
      <PageBar />
      {unreachable && (
        <p className={styles.away} role="status">
          {t('home.unreachable')}
        </p>
      )}
      <main id="content" className={styles.main} data-columns={columns}>
        <PageIntro title={title} text={lead} className={introClassName} />
        {children}
      </main>
    </div>
  );
}
