import { SmilePlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { FEEL_CHECK_PATH, usePath } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { iconButtonClass } from '../ui/icon-button.tsx';
import { Link } from '../ui/link.tsx';
import { Logo } from './logo.tsx';
import styles from './page-bar.module.css';
import { PreferenceControls } from './preference-controls.tsx';

/** The bar on top of the pages that belong to no broadcast. */
export function PageBar(): ReactNode {
  const { t } = useWords();
  const path = usePath();
  const here = (href: string): 'page' | undefined => (path === href ? 'page' : undefined);
  return (
    <header className={styles.bar}>
      <nav className={styles.nav} aria-label={t('app.pages')}>
        <Link href="/" className={styles.brand} aria-current={here('/')}>
          <Logo />
          {t('app.name')}
        </Link>
        <Link href={FEEL_CHECK_PATH} className={iconButtonClass} aria-current={here(FEEL_CHECK_PATH)}>
          <SmilePlus size={16} aria-hidden />
          {t('feel.nav')}
        </Link>
      </nav>
      <PreferenceControls />
    </header>
  );
}
