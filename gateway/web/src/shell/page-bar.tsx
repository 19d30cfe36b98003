import { Activity, BellRing, BrainCircuit, SmilePlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { ALERTS_PATH, FEEL_CHECK_PATH, MODEL_PATH, STATUS_PATH, usePath } from '../app/router.ts';
import { useWords } from '../i18n/index.ts';
import { iconButtonClass } from '../ui/icon-button.tsx';
import { Link } from '../ui/link.tsx';
import { ContactButton } from './contact-button.tsx';
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
          <span className={styles.word}>{t('app.name')}</span>
        </Link>
        <Link href={FEEL_CHECK_PATH} className={iconButtonClass} aria-current={here(FEEL_CHECK_PATH)}>
          <SmilePlus size={16} aria-hidden />
          <span className={styles.word}>{t('feel.nav')}</span>
        </Link>
        <Link href={STATUS_PATH} className={iconButtonClass} aria-current={here(STATUS_PATH)}>
          <Activity size={16} aria-hidden />
          <span className={styles.word}>{t('health.nav')}</span>
        </Link>
        <Link href={ALERTS_PATH} className={iconButtonClass} aria-current={here(ALERTS_PATH)}>
          <BellRing size={16} aria-hidden />
          <span className={styles.word}>{t('alerts.nav')}</span>
        </Link>
        <Link href={MODEL_PATH} className={iconButtonClass} aria-current={here(MODEL_PATH)}>
          <BrainCircuit size={16} aria-hidden />
          <span className={styles.word}>{t('models.nav')}</span>
        </Link>
      </nav>
      <ContactButton />
      <PreferenceControls />
    </header>
  );
}
