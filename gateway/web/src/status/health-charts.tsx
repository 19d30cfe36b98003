import { useMemo, type ReactNode } from 'react';
import type { HealthHistory } from '../../../http/health-shapes.ts';
import { useWords } from '../i18n/index.ts';
import { elementName } from './element-words.ts';
import type { Line } from './chart-lines.ts';
import styles from './health-charts.module.css';
import { LineChart } from './line-chart.tsx';

const RATES = ['topic:chat.raw', 'topic:chat.analyzed', 'sink:archive'];

/** Rate, lag and resources of the last hour. */
export function HealthCharts({ history }: { readonly history: HealthHistory }): ReactNode {
  const { t, number, percent } = useWords();
  const { from, stepMs, elements, processes, canaryMs } = history;
  const times = useMemo(
    () => Array.from({ length: elements[0]?.rate.length ?? 0 }, (_, index) => (from + index * stepMs) / 1000),
    [from, stepMs, elements],
  );
  const nameOf = (id: string): string => elementName({ id, name: id.slice(id.indexOf(':') + 1) }, t);
  const linesOf = (ids: readonly string[], of: 'rate' | 'lag'): Line[] =>
    elements.filter(({ id }) => ids.includes(id)).map((one) => ({ name: nameOf(one.id), values: one[of] }));
  const readers = elements.map(({ id }) => id).filter((id) => /^(processor|sink):/.test(id));
  return (
    <div className={styles.grid}>
      <LineChart
        title={t('health.chartRate')}
        times={times}
        lines={linesOf(RATES, 'rate')}
        format={(value) => number(value, 1)}
        step={0.1}
      />
      <LineChart
        title={t('health.chartLag')}
        times={times}
        lines={linesOf(readers, 'lag')}
        format={(value) => number(value)}
        step={1}
      />
      <LineChart
        title={t('health.chartCpu')}
        times={times}
        lines={processes.map(({ id, cpuShare }) => ({ name: id, values: cpuShare }))}
        format={percent}
        step={0.01}
      />
      <LineChart
        title={t('health.chartMemory')}
        times={times}
        lines={processes.map(({ id, rssBytes }) => ({ name: id, values: rssBytes }))}
        format={(value) => t('health.megabytes', { size: number(value / 1e6) })}
        step={1e6}
      />
      <LineChart
        title={t('health.chartCanary')}
        times={times}
        lines={[{ name: t('health.canaryLine'), values: canaryMs }]}
        format={(value) => t('health.milliseconds', { ms: number(value) })}
        step={1}
        isSparse
      />
    </div>
  );
}
