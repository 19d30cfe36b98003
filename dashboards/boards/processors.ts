import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { makeBoard } from '../board.ts';
import { figure, rows, series } from '../panels.ts';
import { counterRate, counterSum, gaugeLast, gaugeMax, gaugeNow, timing } from '../queries.ts';
import { ROLE_VARIABLES } from '../variables.ts';

/** How the log flows and how its readers keep up: for operators. */
export function processorsBoard(): Dashboard {
  return makeBoard({
    name: 'processors',
    title: 'Chatpulse: Kafka and processors',
    about: 'Lag and offsets, topics, time by stage, batches, retries, dead letters, rebalances.',
    variables: ROLE_VARIABLES,
    rows: [
      {
        title: 'Is anybody behind?',
        panels: [
          figure({
            title: 'Lag',
            about: 'Records that a part has not read yet: the most behind of its partitions.',
            queries: [gaugeNow('reader.lag', { by: ['part'], worst: 'max' })],
            now: true,
            width: 12,
            limits: [1_000, 20_000],
          }),
          figure({
            title: 'Dead letters',
            about:
              'Set aside in the range because they could not be read or handled: see the dead-letter topics.',
            queries: [counterSum('reader.dead_letters', { alias: 'dead letters' })],
            reduce: 'sum',
            limits: [1, 10],
            width: 6,
          }),
          figure({
            title: 'Retries',
            about: 'Batches that were tried again in the range: a store or the log was away.',
            queries: [counterSum('reader.retries', { alias: 'retries' })],
            reduce: 'sum',
            limits: [1, 50],
            width: 6,
          }),
          series({
            title: 'Lag by part',
            about: 'The worst partition of each part.',
            queries: [gaugeMax('reader.lag', { by: ['part'] })],
            min: 0,
          }),
          series({
            title: 'Lag by partition',
            about: 'Of all parts: one partition that is far behind is a hot broadcast, or one that is stuck.',
            queries: [gaugeMax('reader.lag', { by: ['part', 'topic', 'partition'] })],
            min: 0,
          }),
          rows({
            title: 'Offsets',
            about: 'Where each group stands in each partition.',
            queries: [
              { ...gaugeLast('reader.offset', { by: ['part', 'topic', 'partition'] }), format: 'table' },
            ],
            columns: { part: 'Group', topic: 'Topic', partition: 'Partition', last: 'Next offset' },
            hidden: ['Time'],
            width: 24,
          }),
        ],
      },
      {
        title: 'Flow',
        panels: [
          series({
            title: 'Records read per second',
            about: 'By part.',
            queries: [counterRate('reader.records', { by: ['part'] })],
            min: 0,
          }),
          series({
            title: 'Messages per topic',
            about: 'Records appended per second.',
            queries: [counterRate('topic.records', { by: ['topic'] })],
            min: 0,
          }),
          series({
            title: 'Bytes per topic',
            about: 'Bytes appended per second.',
            queries: [counterRate('topic.bytes', { by: ['topic'] })],
            unit: 'Bps',
            min: 0,
          }),
          series({
            title: 'Batches per second',
            about: 'Few large batches are cheap, many small ones are fast.',
            queries: [counterRate('reader.batches', { by: ['part'] })],
            min: 0,
          }),
        ],
      },
      {
        title: 'Time by stage',
        panels: [
          series({
            title: 'Median by stage',
            about:
              'Of a batch in each stage; end_to_end is from the append of a message to the frame of a viewer.',
            queries: [timing('stage.ms', 50, { by: ['stage'] })],
            unit: 'ms',
            min: 0,
          }),
          series({
            title: 'p99 by stage',
            about: 'The slowest hundredth.',
            queries: [timing('stage.ms', 99, { by: ['stage'] })],
            unit: 'ms',
            min: 0,
          }),
          series({
            title: 'Batch time by part, p99',
            about: 'From the read of a batch to its commit.',
            queries: [timing('reader.batch_ms', 99, { by: ['part'] })],
            unit: 'ms',
            min: 0,
          }),
          series({
            title: 'Canary',
            about: 'A message of our own that goes through everything each minute.',
            queries: [
              timing('canary.ms', 50, { alias: 'median' }),
              timing('canary.ms', 99, { alias: 'p99' }),
            ],
            unit: 'ms',
            min: 0,
          }),
        ],
      },
      {
        title: 'Trouble',
        panels: [
          series({
            title: 'Retries',
            about: 'By part: a store or the log is away.',
            queries: [counterSum('reader.retries', { by: ['part'] })],
            style: 'bars',
            width: 6,
            min: 0,
          }),
          series({
            title: 'Dead letters',
            about: 'By part: records that could not be read or handled.',
            queries: [counterSum('reader.dead_letters', { by: ['part'] })],
            style: 'bars',
            width: 6,
            min: 0,
          }),
          series({
            title: 'Lost canaries',
            about: 'Messages of our own that did not come through in time: the pipeline is cut somewhere.',
            queries: [counterSum('canary.lost', { by: ['process'] })],
            style: 'bars',
            width: 6,
            min: 0,
          }),
          series({
            title: 'Rebalances',
            about: 'By part: partitions changed hands, because a process came or went.',
            queries: [counterSum('reader.rebalances', { by: ['part'] })],
            style: 'bars',
            width: 6,
            min: 0,
          }),
        ],
      },
    ],
  });
}
