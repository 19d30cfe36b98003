import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PipelineElement } from '../../../http/health-shapes.ts';
import { formatAgo } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import page from '../shell/report-page.module.css';
import { iconButtonClass } from '../ui/icon-button.tsx';
import { ElementState } from './element-state.tsx';
import { detailText, elementName, kindName } from './element-words.ts';
import styles from './status-page.module.css';

/** All that is known of one element. */
export function ElementDetails({
  element,
  now,
  onClose,
}: {
  readonly element: PipelineElement;
  readonly now: number;
  readonly onClose: () => void;
}): ReactNode {
  const { t, number, language } = useWords();
  const facts: readonly (readonly [string, string])[] = [
    [t('health.kind'), kindName(element, t)],
    [t('health.rate'), t('health.perSecond', { rate: number(element.ratePerSecond, 1) })],
    [t('health.lag'), element.lag === null ? '–' : number(element.lag)],
    [
      t('health.last'),
      element.lastRecordAt === null ? '–' : formatAgo(Math.max(0, now - element.lastRecordAt), language),
    ],
    [t('health.errors'), number(element.errors)],
    [t('health.processes'), element.processes.join(', ') || '–'],
    [t('health.detail'), detailText(element.detail, t) || '–'],
  ];
  return (
    <section className={styles.details} aria-label={elementName(element, t)} aria-live="polite">
      <div className={styles.detailsHead}>
        <h2>{elementName(element, t)}</h2>
        <ElementState state={element.state} />
        <button type="button" className={iconButtonClass} aria-label={t('app.close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </button>
      </div>
      <p className={styles.id}>{element.id}</p>
      <dl className={page.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
