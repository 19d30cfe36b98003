import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { makeBoard } from '../board.ts';
import { diagramPanel } from '../diagram.ts';
import { figure, series } from '../panels.ts';
import { counterRate, gaugeMax, gaugeMin, gaugeNow, timing } from '../queries.ts';
import { ROLE_VARIABLES } from '../variables.ts';

/** The pipeline as a drawing with the live state and flow of each element: for whoever is on call. */
export function pipelineBoard(): Dashboard {
  return makeBoard({
    name: 'pipeline',
    title: 'Chatpulse: pipeline',
    about:
      'Every source, topic, processor, sink, store and gateway: does it work, and how much flows through it?',
    variables: ROLE_VARIABLES,
    from: 'now-15m',
    rows: [
      { title: 'Diagram', panels: [diagramPanel()] },
      {
        title: 'State over time',
        panels: [
          series({
            title: 'Parts',
            about: '1 works, 0 failed; a line that ends is a part that has fallen silent.',
            queries: [gaugeMin('part.up', { by: ['part'] })],
            min: 0,
            max: 1,
          }),
          series({
            title: 'Stores and servers',
            about: '1 answers, 0 is away.',
            queries: [gaugeMin('store.up', { by: ['store'] })],
            min: 0,
            max: 1,
          }),
          figure({
            title: 'Parts now',
            about: 'What each part has said of itself; one that is not here is silent.',
            queries: [gaugeNow('part.up', { by: ['part'], worst: 'min' })],
            now: true,
            works: true,
            width: 24,
          }),
        ],
      },
      {
        title: 'Flow',
        panels: [
          series({
            title: 'Records per second by part',
            about: 'What each part reads. A part at nothing while the one before it works is stuck.',
            queries: [counterRate('reader.records', { by: ['part'] })],
            min: 0,
            width: 8,
          }),
          series({
            title: 'Lag by part',
            about: 'Records that wait.',
            queries: [gaugeMax('reader.lag', { by: ['part'] })],
            min: 0,
            width: 8,
          }),
          series({
            title: 'Canary',
            about: 'How long a message of our own takes through everything.',
            queries: [timing('canary.ms', 50, { alias: 'median' })],
            unit: 'ms',
            min: 0,
            width: 8,
          }),
        ],
      },
    ],
  });
}
