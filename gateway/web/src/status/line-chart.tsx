import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../app/preferences.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { themeColours } from '../over-time/theme-colours.ts';
import { stepsFrom } from './axis-steps.ts';
import { highestLines, newestValue, type Line } from './chart-lines.ts';
import styles from './health-charts.module.css';

/** As many as there are parts that read; the last two are too near to others in colour alone. */
const STROKES = [
  { colour: 'accent', isDashed: false },
  { colour: 'joy-ink', isDashed: false },
  { colour: 'fear-ink', isDashed: false },
  { colour: 'surprise-ink', isDashed: false },
  { colour: 'peace-ink', isDashed: false },
  { colour: 'disgust-ink', isDashed: false },
  { colour: 'anger-ink', isDashed: true },
  { colour: 'sadness-ink', isDashed: true },
] as const;

export interface LineChartProps {
  readonly title: string;
  /** Of each value, s since 1970. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** The smallest step that `format` tells apart: a finer axis would say the same twice. */
  readonly step: number;
  /** Values come now and then: each is a dot, as there is no line between. */
  readonly isSparse?: boolean;
}

/** Lines over the last hour, with their names and newest values in words. */
export function LineChart({
  title,
  times,
  lines,
  format,
  step,
  isSparse = false,
}: LineChartProps): ReactNode {
  const words = useWords();
  const { theme } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const shown = useMemo(() => highestLines(lines, STROKES.length), [lines]);
  const latest = useRef({ times, shown, format });
  const count = shown.length;
  useEffect(() => {
    latest.current = { times, shown, format };
    plot.current?.setData(columnsOf(times, shown));
  }, [times, shown, format]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const colour = themeColours();
    const axis = {
      stroke: colour('text-3'),
      font: `11px ${getComputedStyle(document.body).fontFamily}`,
      grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false },
    };
    const made = new UPlot(
      {
        width: 320,
        height: 140,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_plot, _low, high) => [0, Math.max(1e-6, (high ?? 0) * 1.1)] } },
        axes: [
          {
            ...axis,
            size: 24,
            space: 64,
            values: (_plot, ticks) => ticks.map((tick) => formatClock(tick * 1000, words.language)),
          },
          {
            ...axis,
            size: 64,
            space: 28,
            incrs: stepsFrom(step),
            values: (_plot, ticks) => ticks.map((tick) => latest.current.format(tick)),
          },
        ],
        series: [
          {},
          ...STROKES.slice(0, count).map(({ colour: name, isDashed }) => ({
            stroke: colour(name),
            width: 1.5,
            points: { show: isSparse, size: 5 },
            ...(isDashed && { dash: [6, 4] }),
          })),
        ],
      },
      columnsOf(latest.current.times, latest.current.shown),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: 140 });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [count, theme, words, step, isSparse]);
  const told = shown.map(({ name, values }) => {
    const now = newestValue(values);
    return `${name}: ${now === undefined ? '–' : format(now)}`;
  });
  const more = lines.length - count;
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div ref={box} className={styles.plot} role="img" aria-label={`${title}. ${told.join(', ')}`} />
      <ul className={styles.legend}>
        {told.map((text, index) => (
          <li
            key={text.slice(0, text.indexOf(':'))}
            data-colour={STROKES[index]?.colour}
            data-dashed={STROKES[index]?.isDashed}
          >
            {text}
          </li>
        ))}
        {more > 0 && <li data-colour="none">{words.t('health.moreLines', { count: more })}</li>}
      </ul>
    </figure>
  );
}

function columnsOf(times: readonly number[], lines: readonly Line[]): UPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}
