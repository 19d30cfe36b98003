import * as canvas from '@grafana/grafana-foundation-sdk/canvas';
import * as common from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { HEALTH } from './data-sources.ts';
import { influxTarget } from './influx-query.ts';
import { counterRate, gaugeMax, gaugeNow } from './queries.ts';

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
const store = (name: string, at: Box['at']): Box => ({
  id: `store ${name}`,
  label: name,
  at,
  state: `store ${name}`,
});

/** The way of the data, as in docs/architecture.md. */
const BOXES: readonly Box[] = [
  {
    id: 'sources',
    label: 'sources',
    at: [0, 2],
    flow: 'sources',
    state: 'up producers',
    to: ['chat.raw', 'broadcast.events'],
  },
  topic('broadcast.events', [1, 4], ['gateway']),
  topic('chat.raw', [1, 2], ['analyze']),
  part('analyze', [2, 2], ['chat.analyzed']),
  topic('chat.analyzed', [3, 2], ['windows', 'words', 'archive', 'gateway']),
  part('windows', [4, 0], ['chat.windows']),
  part('words', [4, 1], ['chat.words']),
  part('archive', [4, 2], ['store archive']),
  { id: 'gateway', label: 'gateways', at: [4, 4], flow: 'frames', state: 'up gateway' },
  topic('chat.windows', [5, 0], ['metrics', 'alerts']),
  topic('chat.words', [5, 1], ['archive']),
  store('archive', [5, 2]),
  part('metrics', [6, 0], ['store metrics']),
  part('alerts', [6, 1], ['alert.events']),
  store('metrics', [7, 0]),
  topic('alert.events', [7, 1], ['notify']),
  part('notify', [7, 2]),
  store('log', [0, 0]),
  store('registry', [0, 1]),
];

const CELL = { width: 168, height: 88 };
const BOX = { width: 128, height: 56 };

/** The pipeline as a drawing: the state of each box as its colour, what flows through it as its figure. */
export function diagramPanel(): canvas.PanelBuilder {
  const queries = [
    gaugeNow('part.up', { by: ['part'], alias: 'up $tag_part' }),
    gaugeNow('store.up', { by: ['store'], alias: 'store $tag_store' }),
    counterRate('reader.records', { by: ['part'], alias: 'flow $tag_part' }),
    counterRate('topic.records', { by: ['topic'], alias: 'topic $tag_topic' }),
    counterRate('source.messages', { alias: 'sources' }),
    counterRate('ws.frames', { alias: 'frames' }),
    gaugeMax('reader.lag', { by: ['part'], alias: 'lag $tag_part' }),
  ];
  return new canvas.PanelBuilder()
    .title('The way of the data')
    .description(
      'Green works, red failed, grey is silent. The figures are records per second; the gateways send frames.',
    )
    .span(24)
    .height(16)
    .interval('10s')
    .datasource(HEALTH)
    .targets(queries.map((query, i) => influxTarget('ABCDEFGH'.charAt(i), query)))
    .inlineEditing(false)
    .showAdvancedTypes(true)
    .panZoom(false)
    .unit('short')
    .decimals(1)
    .overrideByRegexp('/^(up|store) /', stateColours())
    .root({
      name: 'pipeline',
      type: 'frame',
      elements: BOXES.map((box) => element(box)),
    });
}

function stateColours(): DynamicConfigValue[] {
  return [
    {
      id: 'thresholds',
      value: {
        mode: 'absolute',
        steps: [
          { value: null, color: '#D6455D' },
          { value: 1, color: '#2FA66A' },
        ],
      },
    },
    { id: 'color', value: { mode: 'thresholds' } },
  ];
}

function element({ id, label, at: [column, row], flow, state, to = [] }: Box): canvas.CanvasElementOptions {
  return {
    name: id,
    type: 'metric-value',
    config: {
      text:
        flow === undefined
          ? { mode: common.TextDimensionMode.Fixed, fixed: label }
          : { mode: common.TextDimensionMode.Field, field: flow, fixed: label },
      align: 'center',
      valign: 'middle',
      size: 16,
      color: { fixed: '#FFFFFF' },
    },
    background: { color: state === undefined ? { fixed: '#2B3138' } : { field: state, fixed: '#5B636D' } },
    border: { color: { fixed: '#8A8F98' }, width: 1, radius: 8 },
    constraint: { horizontal: canvas.HorizontalConstraint.Left, vertical: canvas.VerticalConstraint.Top },
    placement: { left: 24 + column * CELL.width, top: 32 + row * CELL.height, ...BOX },
    connections: to.map((targetName) => ({
      source: { x: 1, y: 0 },
      target: { x: -1, y: 0 },
      targetName,
      path: canvas.ConnectionPath.Straight as const,
      color: { fixed: '#8A8F98' },
      size: { fixed: 2, min: 1, max: 8 },
    })),
  };
}
