import { useEffect, useRef, type RefObject } from 'react';
import UPlot from 'uplot';
import type { Theme } from '../app/preferences.ts';
import { formatClock } from '../format/time.ts';
import type { Words } from '../i18n/index.ts';
import type { ChartData } from './chart-data.ts';
import { CHARTS, valueRange, type ChartName } from './charts.ts';
import { flagPlugin, type Flag } from './flag-plugin.ts';
import { spanPlugin, type Stretch } from './span-plugin.ts';
import { themeColours, withAlpha } from './theme-colours.ts';

const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 24;

export interface PlotOptions {
  readonly name: ChartName;
  readonly data: ChartData;
  /** What the time axis shows, ms. */
  readonly span: Stretch;
  readonly gaps: readonly Stretch[];
  readonly selected: Stretch | null;
  /** Moments that are marked. */
  readonly flags: readonly Flag[];
  /** Charts of the same key share their cursor. */
  readonly syncKey: string;
  /** Draw the time axis; only the lowest chart does. */
  readonly withTimes: boolean;
  readonly theme: Theme;
  readonly words: Words;
  /** The column under the cursor; null when it leaves. */
  readonly onCursor: (index: number | null) => void;
  readonly onPick: (index: number) => void;
}

/** Keeps a uPlot chart in an element: made anew with the theme and the language, else only given new data and sizes. */
export function usePlot(box: RefObject<HTMLElement | null>, options: PlotOptions): void {
  const latest = useRef(options);
  const plot = useRef<UPlot | null>(null);
  const { name, data, span, gaps, selected, flags, theme, words, withTimes, syncKey } = options;

  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new UPlot(
      plotSettings(latest, { name, withTimes, syncKey, words }),
      columnsOf(latest.current),
      element,
    );
    plot.current = made;
    made.over.addEventListener('click', () => {
      const { idx } = made.cursor;
      if (typeof idx === 'number') latest.current.onPick(idx);
    });
    const observer = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [box, name, withTimes, syncKey, theme, words]);

  useEffect(() => {
    plot.current?.setData(columnsOf({ name, data }));
  }, [name, data, span, gaps, selected, flags]);
}

function columnsOf({ name, data }: Pick<PlotOptions, 'name' | 'data'>): UPlot.AlignedData {
  return [data.times, ...CHARTS[name].columns(data)] as UPlot.AlignedData;
}

function plotSettings(
  latest: RefObject<PlotOptions>,
  { name, withTimes, syncKey, words }: Pick<PlotOptions, 'name' | 'withTimes' | 'syncKey' | 'words'>,
): UPlot.Options {
  const colour = themeColours();
  const kind = CHARTS[name];
  const grid = { stroke: colour('line'), width: 1 };
  const axis = {
    stroke: colour('text-3'),
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    grid,
    ticks: { show: false },
  };
  return {
    width: 320,
    height: 120,
    padding: [8, 20, withTimes ? 0 : 8, 0],
    legend: { show: false },
    cursor: {
      sync: { key: syncKey },
      drag: { x: false, y: false },
      y: false,
      points: { show: false },
    },
    scales: {
      x: { time: true, range: () => [latest.current.span.from / 1000, latest.current.span.to / 1000] },
      y: { range: (_plot, low, high) => valueRange(kind, low ?? 0, high ?? 0) },
    },
    axes: [
      {
        ...axis,
        show: withTimes,
        size: AXIS_HEIGHT,
        space: 64,
        values: (_plot, ticks) =>
          ticks.map((tick) => formatClock(tick * 1000, words.language, tick % 60 !== 0)),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        space: 28,
        gap: 8,
        values: (_plot, ticks) => ticks.map((tick) => words.number(Math.abs(tick))),
      },
    ],
    series: [{}, ...kind.series(colour)],
    plugins: [
      spanPlugin({
        gaps: () => latest.current.gaps,
        selected: () => latest.current.selected,
        hatch: withAlpha(colour('text-3'), 0.6),
        highlight: withAlpha(colour('accent'), 0.2),
      }),
      flagPlugin({
        flags: () => latest.current.flags,
        colourOf: (severity) =>
          colour(severity === 'critical' ? 'bad' : severity === 'warning' ? 'warn' : 'accent'),
      }),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          latest.current.onCursor(typeof idx === 'number' && (left ?? -1) >= 0 ? idx : null);
        },
      ],
    },
  };
}
