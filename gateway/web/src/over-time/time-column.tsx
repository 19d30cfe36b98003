import { ChartArea, Table2 } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { useFilter } from '../broadcast/filter-context.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { useSession, useSessionView, useTick } from '../store/use-session.ts';
import { MINUTE, TEN_SECONDS } from '../store/window-series.ts';
import columns from '../ui/column.module.css';
import { Segmented } from '../ui/controls.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { AlertFlags } from './alert-flags.tsx';
import { axisSpan, toChartData, type TimeRange } from './chart-data.ts';
import { Chart } from './chart.tsx';
import { CHART_NAMES } from './charts.ts';
import { MinuteTable } from './minute-table.tsx';
import styles from './time-column.module.css';

const RANGES: readonly TimeRange[] = ['15m', '1h', 'all'];
/** A show shorter than this is drawn in steps of 10 s. */
const YOUNG_MS = 15 * MINUTE;
/** A window may come so many windows late before its time counts as quiet. */
const LATE_WINDOWS = 3;
const NO_GAPS: readonly never[] = [];
const NO_FLAGS: readonly never[] = [];

/** How the show went so far: charts that share one time axis and one cursor. */
export function TimeColumn(): ReactNode {
  const { t, language } = useWords();
  const { theme } = usePreferences();
  const session = useSession();
  const { filter, setFilter } = useFilter();
  const windows = useSessionView((view) => view.windows);
  const over = useSessionView((view) => view.ended !== null);
  const gaps = useSessionView((view) => view.source?.gaps ?? NO_GAPS);
  const alerts = useSessionView((view) => view.alerts);
  const [chosen, setChosen] = useState<TimeRange | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);
  useTick(TEN_SECONDS);
  const eventNow = Math.floor(session.eventNow() / TEN_SECONDS) * TEN_SECONDS;

  const { minutes, data, span, range } = useMemo(() => {
    // The window that is still being filled would look like a sudden fall.
    const whole = (size: number) => windows.range(size).filter((window) => over || window.closed);
    const all = whole(MINUTE);
    const tens = whole(TEN_SECONDS);
    const edges = (series: typeof all, size: number) => ({
      first: series[0]?.start ?? 0,
      end: (series.at(-1)?.start ?? -size) + size,
    });
    const coarse = edges(all, MINUTE);
    const fine = edges(tens, TEN_SECONDS);
    const young = Math.max(coarse.end, fine.end) - (coarse.first || fine.first) <= YOUNG_MS;
    const shownRange: TimeRange = chosen ?? (young ? '15m' : '1h');
    const size = shownRange === '15m' && tens.length > 0 ? TEN_SECONDS : MINUTE;
    const { first, end } = size === MINUTE ? coarse : fine;
    // A quiet show goes on: its time passes, though no window comes.
    const until = over ? end : Math.max(end, Math.floor(eventNow / size - LATE_WINDOWS) * size);
    const axis = axisSpan(shownRange, first, until);
    const shown = (size === MINUTE ? all : tens).filter((window) => window.start >= axis.from);
    return {
      minutes: all.filter((window) => window.start + MINUTE > axis.from),
      data: toChartData(shown, size, until),
      span: axis,
      range: shownRange,
    };
  }, [windows, eventNow, over, chosen]);

  const inSight = useMemo(
    () => alerts.filter(({ startedAt }) => startedAt >= span.from && startedAt <= span.to),
    [alerts, span.from, span.to],
  );
  const flags = useMemo(() => inSight.map(({ startedAt: at, severity }) => ({ at, severity })), [inSight]);

  const pickMinute = (at: number): void => {
    const from = Math.floor(at / MINUTE) * MINUTE;
    setFilter({ ...filter, span: { from, to: from + MINUTE } });
  };
  const pick = (index: number): void => {
    const seconds = data.times[index];
    if (seconds !== undefined) pickMinute(seconds * 1000);
  };
  const cursorTime = cursor === null ? undefined : data.times[cursor];

  return (
    <section className={columns.column} aria-label={t('time.title')}>
      <div className={columns.toolbar}>
        <h2 className={columns.heading}>
          {t('time.title')}{' '}
          <span className={columns.aside}>
            {cursorTime === undefined ? t('time.perMinute') : formatClock(cursorTime * 1000, language, true)}
          </span>
        </h2>
        <Segmented
          label={t('time.range')}
          value={range}
          options={RANGES.map((value) => ({ value, text: t(`time.ranges.${value}`) }))}
          onChange={setChosen}
        />
        <IconButton
          label={asTable ? t('time.asCharts') : t('time.asTable')}
          onClick={() => {
            setAsTable(!asTable);
            setCursor(null);
          }}
        >
          {asTable ? <ChartArea size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
        </IconButton>
      </div>
      <AlertFlags alerts={inSight} onPick={pickMinute} />
      {data.times.length === 0 ? (
        <p className={styles.empty}>{t('time.empty')}</p>
      ) : asTable ? (
        <MinuteTable minutes={minutes} onPick={pickMinute} />
      ) : (
        <div className={styles.charts}>
          {CHART_NAMES.map((name, index) => (
            <Chart
              key={name}
              name={name}
              data={data}
              span={span}
              gaps={gaps}
              selected={filter.span ?? null}
              flags={name === 'sentiment' ? flags : NO_FLAGS}
              syncKey={session.id}
              withTimes={index === CHART_NAMES.length - 1}
              theme={theme}
              cursor={cursor}
              onCursor={setCursor}
              onPick={pick}
            />
          ))}
        </div>
      )}
    </section>
  );
}
