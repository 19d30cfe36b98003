import { Component, type ReactNode } from 'react';
import { wordsIn } from '../i18n/index.ts';
import { Button } from '../ui/controls.tsx';
import { getPreferences } from './preferences.ts';
import styles from '../shell/message-page.module.css';

interface Props {
  readonly children: ReactNode;
}

/** Catches what a page throws while it is drawn, and offers a fresh start. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { t } = wordsIn(getPreferences().language);
    return (
      <main id="content" className={styles.page}>
        <p className={styles.text}>{t('app.crashed')}</p>
        <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
      </main>
    );
  }
}
