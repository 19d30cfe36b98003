import { useEffect, useState, type ReactNode } from 'react';
import type { PipelineHealth } from '../../../http/health-shapes.ts';
import { formatAgo, formatClock } from '../format/time.ts';
import { useWords, type Words } from '../i18n/index.ts';
import { PageBar } from '../shell/page-bar.tsx';
import { PageIntro } from '../shell/page-intro.tsx';
import page from '../shell/report-page.module.css';
import { ElementDetails } from './element-details.tsx';
import { detailText } from './element-words.ts';
import { HealthCharts } from './health-charts.tsx';
import { ElementTable, IncidentTable, ProcessTable } from './health-tables.tsx';
import { PipelineDiagram } from './pipeline-diagram.tsx';
import styles from './status-page.module.css';
import { useHealth } from './use-health.ts';

/** How the product itself does: the pipeline, its last hour, what went wrong, and its processes. */
export function StatusPage(): ReactNode {
  const { t } = useWords();
  const { health, history, incidents, unreachable } = useHealth();
  const [selected, setSelected] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('health.nav')} · ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [t]);
  const element = health?.elements.find(({ id }) => id === selected);
  return (
    <>
      <PageBar />
      <main id="content" className={`${page.main} ${styles.status}`}>
        <PageIntro title={t('health.nav')} text={t('health.intro')} />
        {unreachable && (
          <p className={page.outage} role="alert">
            {t('health.unreachable')}
          </p>
        )}
        {health === null ? (
          <p>{t('app.loading')}</p>
        ) : (
          <>
            <Summary health={health} />
            <PipelineDiagram health={health} selected={selected} onSelect={setSelected} />
            {element && (
              <ElementDetails element={element} now={health.now} onClose={() => setSelected(null)} />
            )}
            <h2>{t('health.lastHour')}</h2>
            {history && <HealthCharts history={history} />}
            <h2>{t('health.incidents')}</h2>
            <IncidentTable incidents={incidents} />
            <h2>{t('health.elements')}</h2>
            <ElementTable health={health} onSelect={setSelected} />
            <h2>{t('health.processes')}</h2>
            <ProcessTable health={health} />
          </>
        )}
      </main>
    </>
  );
}

function Summary({ health }: { readonly health: PipelineHealth }): ReactNode {
  const words = useWords();
  const { t, number, language } = words;
  const { logAway, totals, state, grafanaUrl } = health;
  return (
    <div className={styles.summary} data-state={state}>
      <p className={styles.overall} role="status">
        {logAway
          ? t('health.logAway', {
              time: formatClock(logAway.since, language, true),
              reason: detailText(logAway.reason, t),
            })
          : t(`health.overall.${state}`, { count: totals.unwell })}
      </p>
      <ul className={styles.totals}>
        <li>{t('health.totalRate', { rate: number(totals.messagesPerSecond, 1) })}</li>
        <li>{t('health.totalLag', { count: totals.lag, lag: number(totals.lag) })}</li>
        <li>{t('health.totalSources', { count: totals.sources })}</li>
        <li>{canaryText(health, words)}</li>
      </ul>
      {grafanaUrl !== null && (
        <a href={grafanaUrl} target="_blank" rel="noreferrer">
          {t('health.grafana')}
        </a>
      )}
    </div>
  );
}

/** How long the latest canary took is told only while that is of now. */
function canaryText({ canary, now }: PipelineHealth, { t, number, language }: Words): string {
  if (!canary) return t('health.noCanary');
  const { state, lastMs, lastSeenAt, seen, lost } = canary;
  if (state === 'ok' && lastMs !== null) return t('health.canary', { ms: number(lastMs), seen, lost });
  const last =
    lastSeenAt === null
      ? t('health.noCanary')
      : t('health.lastCanary', { ago: formatAgo(Math.max(0, now - lastSeenAt), language) });
  return `${t(state === 'failed' ? 'health.details.canaryLost' : 'health.details.noCanaries')}. ${last}`;
}
