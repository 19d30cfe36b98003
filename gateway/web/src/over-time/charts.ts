import { EMOTIONS } from '../../../../language/types.ts';
import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';
import { withAlpha } from './theme-colours.ts';

export const CHART_NAMES = ['messages', 'sentiment', 'profane', 'emotions'] as const;
export type ChartName = (typeof CHART_NAMES)[number];

interface ChartKind {
  readonly series: (colour: (token: string) => string) => uPlot.Series[];
  readonly columns: (data: ChartData) => readonly (readonly number[])[];
  /** The lowest peak of the y axis, so that a quiet chart does not magnify noise. */
  readonly atLeast: number;
  readonly mirrored?: boolean;
}

const area = (stroke: string, alpha: number): uPlot.Series => ({
  stroke,
  fill: withAlpha(stroke, alpha),
  width: 1.5,
  points: { show: false },
});

/** The small multiples: what each draws. */
export const CHARTS: Readonly<Record<ChartName, ChartKind>> = {
  messages: {
    series: (colour) => [area(colour('accent'), 0.16)],
    columns: (data) => [data.messages],
    atLeast: 10,
  },
  sentiment: {
    series: (colour) => [area(colour('positive'), 0.4), area(colour('negative'), 0.4)],
    columns: (data) => [data.positive, data.negative],
    atLeast: 5,
    mirrored: true,
  },
  profane: {
    series: (colour) => [area(colour('warn'), 0.24)],
    columns: (data) => [data.profane],
    atLeast: 5,
  },
  emotions: {
    // The total first, so that each smaller sum covers its part of it.
    series: (colour) =>
      EMOTIONS.toReversed().map((emotion) => ({
        stroke: colour('surface'),
        fill: colour(emotion),
        width: 0.5,
        points: { show: false },
      })),
    columns: (data) => data.stacked.toReversed(),
    atLeast: 10,
  },
};

/** The y axis from the data: from zero, or even on both sides of it. */
export function valueRange(kind: ChartKind, low: number, high: number): [number, number] {
  const peak = Math.max(kind.atLeast, high, -low) * 1.08;
  return kind.mirrored ? [-peak, peak] : [0, peak];
}
