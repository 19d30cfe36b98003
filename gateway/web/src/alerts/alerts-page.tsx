import { useEffect, type ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { ListPage } from '../shell/list-page.tsx';
import { AlertRow } from './alert-row.tsx';
import styles from './alerts-page.module.css';
import { DeliveryLog } from './delivery-log.tsx';
import { RulesEditor } from './rules-editor.tsx';
import { useNotices } from './use-notices.ts';

/** What is wrong now, what was, and whether people were told. */
export function AlertsPage(): ReactNode {
  const { t } = useWords();
  const { notices, unreachable, rulesVersion, reload } = useNotices();

  useEffect(() => {
    document.title = `${t('alerts.nav')} · ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [t]);

  const open = notices?.alerts.filter(({ resolvedAt }) => resolvedAt === null) ?? [];
  const over = notices?.alerts.filter(({ resolvedAt }) => resolvedAt !== null) ?? [];
  return (
    <ListPage title={t('alerts.title')} lead={t('alerts.lead')} unreachable={unreachable}>
      <section aria-labelledby="open">
        <h2 className={styles.heading} id="open">
          {t('alerts.open')}
        </h2>
        <p role="status" className={open.length === 0 ? styles.empty : styles.count}>
          {notices === null
            ? t('app.loading')
            : open.length === 0
              ? t('alerts.noneOpen')
              : t('alerts.openCount', { formatted: open.length })}
        </p>
        <ul className={styles.alerts}>
          {open.map((alert) => (
            <AlertRow key={alert.id} alert={alert} onChange={reload} />
          ))}
        </ul>
      </section>
      {notices && <DeliveryLog notices={notices} onTested={reload} />}
      <RulesEditor toldVersion={rulesVersion} />
      <section aria-labelledby="over">
        <h2 className={styles.heading} id="over">
          {t('alerts.history')}
        </h2>
        {over.length === 0 ? (
          <p className={styles.empty}>{t('alerts.noHistory')}</p>
        ) : (
          <ul className={styles.alerts}>
            {over.map((alert) => (
              <AlertRow key={alert.id} alert={alert} onChange={reload} />
            ))}
          </ul>
        )}
      </section>
    </ListPage>
  );
}
