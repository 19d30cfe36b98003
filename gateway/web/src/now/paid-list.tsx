import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import { formatMoney } from '../format/money.ts';
import { formatClock } from '../format/time.ts';
import { useSessionView } from '../store/use-session.ts';
import panel from './panel.module.css';
import styles from './paid-list.module.css';

/** The newest paid messages, so that none is missed. */
export function PaidList(): ReactNode {
  const { t, language } = useWords();
  const paid = useSessionView((view) => view.paid);
  return (
    <div className={styles.paid}>
      <div className={panel.head}>
        <h3 id="paid">{t('now.paid')}</h3>
      </div>
      {paid.length === 0 ? (
        <p className={styles.empty}>{t('now.paidEmpty')}</p>
      ) : (
        <ul className={styles.list} tabIndex={0} aria-labelledby="paid">
          {paid.map((message) => (
            <li key={message.id}>
              <span className={styles.amount}>
                {message.paid && formatMoney(message.paid.amount, message.paid.currency, language)}
              </span>
              <span className={styles.text}>
                <strong>{message.author.name}</strong> {message.removed ? '' : message.masked}
              </span>
              <time className={styles.time}>{formatClock(message.at, language)}</time>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
