import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../app/preferences.ts';
import { formatClock } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { themeColours } from '../over-time/theme-colours.ts';
import { stepsFrom } from './axis-steps.ts';
import styles from './health-charts.module.css';

const COLOURS = ['accent', 'joy-ink', 'fear-ink', 'surprise-ink', 'peace-ink', 'disgust-ink'] as const;

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface LineChartProps {
  readonly title: string;
  /** Of each value, s since 1970. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** The smallest step that `format` tells apart: a finer axis would say the same twice. */
  readonly step: number;
}

/** Lines over the last hour, with their names and newest values in words. */
export function LineChart({ title, times, lines, format, step }: LineChartProps): ReactNode {
  const words = useWords();
  const { theme } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef({ times, lines, format });
  const count = Math.min(lines.length, COLOURS.length);
  useEffect(() => {
    latest.current = { times, lines, format };
    plot.current?.setData(columnsOf(times, lines.slice(0, count)));
  }, [times, lines, format, count]);
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
          ...COLOURS.slice(0, count).map((name) => ({
            stroke: colour(name),
            width: 1.5,
            points: { show: false },
          })),
        ],
      },
      columnsOf(latest.current.times, latest.current.lines.slice(0, count)),
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
  }, [count, theme, words, step]);
  const told = lines.slice(0, count).map(({ name, values }) => {
    const now = values.findLast((value) => value !== null);
    return `${name}: ${now === undefined || now === null ? '–' : format(now)}`;
  });
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div ref={box} className={styles.plot} role="img" aria-label={`${title}. ${told.join(', ')}`} />
      <ul className={styles.legend}>
        {told.map((text, index) => (
          <li key={text.slice(0, text.indexOf(':'))} data-colour={COLOURS[index]}>
            {text}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function columnsOf(times: readonly number[], lines: readonly Line[]): UPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}
