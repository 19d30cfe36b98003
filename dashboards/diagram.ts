import * as canvas from '@grafana/grafana-foundation-sdk/canvas';
import * as common from '@grafana/grafana-foundation-sdk/common';
import { HEALTH } from './data-sources.ts';
import { influxTarget } from './influx-query.ts';
import { NOW, NOW_ABOUT, WORKS } from './panels.ts';
import { counterRateNow, gaugeNow } from './queries.ts';

/** A box of the diagram. */
interface Box {
  readonly id: string;
  readonly label: string;
  /** Column and row of the grid. */
  readonly at: readonly [number, number];
  /** The series that says how much flows through it. */
  readonly flow?: string;
  /** The series whose thresholds colour it. */
  readonly state?: string;
  readonly to?: readonly string[];
}

const part = (name: string, at: Box['at'], to: readonly string[] = []): Box => ({
  id: name,
  label: name,
  at,
  flow: `flow ${name}`,
  state: `up ${name}`,
  to,
});
const topic = (name: string, at: Box['at'], to: readonly string[]): Box => ({
  id: name,
  label: name,
  at,
  flow: `topic ${name}`,
  to,
});
const store = (name: string, label: string, at: Box['at']): Box => ({
  id: `store ${name}`,
  label,
  at,
  state: `store ${name}`,
});

/** The way of the data, as in docs/architecture.md. */
const BOXES: readonly Box[] = [
  store('log', 'log', [0, 0]),
  store('registry', 'schema registry', [0, 1]),
  {
    id: 'sources',
    label: 'sources',
    at: [0, 2],
    flow: 'sources',
    state: 'up producers',
    to: ['chat.raw', 'broadcast.events'],
  },
  topic('chat.raw', [1, 2], ['analyze']),
  part('analyze', [2, 2], ['chat.analyzed']),
  topic('chat.analyzed', [3, 2], ['windows', 'words', 'archive', 'gateway']),
  part('windows', [4, 0], ['chat.windows']),
  part('words', [4, 1], ['chat.words']),
  part('archive', [4, 2], ['store archive']),
  topic('chat.windows', [5, 0], ['metrics', 'alerts']),
  topic('chat.words', [5, 1], ['archive', 'boards']),
  store('archive', 'archive store', [5, 2]),
  part('metrics', [6, 0], ['store metrics']),
  part('alerts', [6, 1], ['alert.events']),
  store('metrics', 'metric store', [7, 0]),
  topic('alert.events', [7, 1], ['boards', 'notify']),
  part('notify', [7, 2]),
  part('boards', [6, 3], ['store metrics']),
  topic('broadcast.events', [1, 4], ['boards', 'gateway']),
  { id: 'gateway', label: 'gateways', at: [4, 4], flow: 'frames', state: 'up gateway' },
];

/** Sizes in percent of the panel, so that all of the drawing is seen on any screen. */
const COLUMNS = 8;
const ROWS = 5;
const CELL = { width: 100 / COLUMNS, height: 100 / ROWS };
/** The gap between two columns has room for the head of an arrow also on a narrow screen. */
const BOX = { width: 9.5, height: 14 };
const LINE = '#8A8F98';

/** The pipeline as a drawing: the state of each box as its colour, what flows through it as its figure. */
export function diagramPanel(): canvas.PanelBuilder {
  const queries = [
    gaugeNow('part.up', { by: ['part'], alias: 'up $tag_part', worst: 'min' }),
    gaugeNow('store.up', { by: ['store'], alias: 'store $tag_store', worst: 'min' }),
    counterRateNow('reader.records', { by: ['part'], alias: 'flow $tag_part' }),
    counterRateNow('topic.records', { by: ['topic'], alias: 'topic $tag_topic' }),
    counterRateNow('source.messages', { alias: 'sources' }),
    counterRateNow('ws.frames', { alias: 'frames' }),
  ];
  return new canvas.PanelBuilder()
    .title('The way of the data')
    .description(
      `Green works, red failed, grey is silent. The figures are records per second; the gateways send frames. ${NOW_ABOUT}`,
    )
    .span(24)
    .height(16)
    .timeFrom(NOW)
    .hideTimeOverride(true)
    .datasource(HEALTH)
    .targets(queries.map((query, i) => influxTarget('ABCDEF'.charAt(i), query)))
    .inlineEditing(false)
    .showAdvancedTypes(true)
    .panZoom(false)
    .unit('short')
    .decimals(1)
    .overrideByRegexp('/^(up|store) /', [
      { id: 'thresholds', value: WORKS.build() },
      { id: 'color', value: { mode: 'thresholds' } },
    ])
    .root({
      name: 'pipeline',
      type: 'frame',
      elements: BOXES.flatMap((box) => [boxOf(box), ...textsOf(box)]),
    });
}

/** The box, its colour and its lines. Its texts are elements of their own: one element shows one text. */
function boxOf(box: Box): canvas.CanvasElementOptions {
  const { id, state, to = [] } = box;
  return {
    ...textElement({ mode: common.TextDimensionMode.Fixed, fixed: '' }),
    name: id,
    background: { color: state === undefined ? { fixed: '#2B3138' } : { field: state, fixed: '#5B636D' } },
    border: { color: { fixed: LINE }, width: 1, radius: 8 },
    placement: placeOf(box, { top: 0, height: BOX.height }),
    connections: to.map((name) => ({
      ...edgesOf(box, name),
      targetName: name,
      path: canvas.ConnectionPath.Straight as const,
      color: { fixed: LINE },
      size: { fixed: 2, min: 1, max: 8 },
    })),
  };
}

/** The name of a box, and what flows through it beneath: a dash where nothing has told it. */
function textsOf(box: Box): readonly canvas.CanvasElementOptions[] {
  const { id, label, flow } = box;
  const clear = {
    background: { color: { fixed: 'transparent' } },
    border: { color: { fixed: 'transparent' }, width: 0 },
  };
  const half = BOX.height / 2;
  const name: canvas.CanvasElementOptions = {
    ...textElement({ mode: common.TextDimensionMode.Fixed, fixed: label }),
    ...clear,
    name: `${id} name`,
    placement: placeOf(box, { top: 0, height: flow === undefined ? BOX.height : half }),
  };
  if (flow === undefined) return [name];
  const figure: canvas.CanvasElementOptions = {
    ...textElement({ mode: common.TextDimensionMode.Field, field: flow, fixed: '–' }),
    ...clear,
    name: `${id} flow`,
    placement: placeOf(box, { top: half, height: half }),
  };
  return [name, figure];
}

function textElement(
  text: common.TextDimensionConfig,
): Pick<canvas.CanvasElementOptions, 'type' | 'config' | 'constraint'> {
  return {
    type: 'rectangle',
    config: { text, align: 'center', valign: 'middle', size: 14, color: { fixed: '#FFFFFF' } },
    constraint: { horizontal: canvas.HorizontalConstraint.Scale, vertical: canvas.VerticalConstraint.Scale },
  };
}

/** @param inside from the upper edge of the box, percent of the panel */
function placeOf(
  { at: [column, row] }: Box,
  inside: { readonly top: number; readonly height: number },
): canvas.Placement {
  const left = column * CELL.width + (CELL.width - BOX.width) / 2;
  const top = row * CELL.height + (CELL.height - BOX.height) / 2 + inside.top;
  return rounded({ left, right: 100 - left - BOX.width, top, bottom: 100 - top - inside.height });
}

const rounded = (placement: Required<Pick<canvas.Placement, 'left' | 'right' | 'top' | 'bottom'>>) =>
  Object.fromEntries(Object.entries(placement).map(([edge, at]) => [edge, Math.round(at * 100) / 100]));

/** Where a line leaves and arrives: 1 is the right or upper edge, -1 the left or lower one. */
function edgesOf(from: Box, target: string): Pick<canvas.CanvasConnection, 'source' | 'target'> {
  const to = BOXES.find(({ id }) => id === target);
  if (!to) throw new RangeError(`no box ${target}`);
  const right = to.at[0] - from.at[0];
  if (right > 0) return { source: { x: 1, y: 0 }, target: { x: -1, y: 0 } };
  if (right < 0) return { source: { x: -1, y: 0 }, target: { x: 1, y: 0 } };
  return { source: { x: 0, y: -1 }, target: { x: 0, y: 1 } };
}
