import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { buttonClass } from '../ui/controls.tsx';
import { Link } from '../ui/link.tsx';
import { Logo } from './logo.tsx';
import styles from './message-page.module.css';

/** A page that has only one thing to say, and the way home. */
export function MessagePage({ text }: { text: string }): ReactNode {
  const { t } = useWords();
  return (
    <main id="content" className={styles.page}>
      <Logo size={48} />
      <h1 className={styles.text}>{text}</h1>
      <Link href="/" className={buttonClass()}>
        {t('app.home')}
      </Link>
    </main>
  );
}
