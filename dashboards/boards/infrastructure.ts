import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { makeBoard } from '../board.ts';
import { figure, series } from '../panels.ts';
import { counterRate, counterSum, gaugeMax, gaugeNow, machineSeries, timing } from '../queries.ts';
import { ROLE_VARIABLES } from '../variables.ts';

const process = { by: ['role', 'process'] };

/** Processes, machines and containers: for operators. */
export function infrastructureBoard(): Dashboard {
  return makeBoard({
    name: 'infrastructure',
    title: 'Chatpulse: infrastructure',
    about:
      'CPU, memory, event loop, garbage collection, files and disks of processes, containers and machines.',
    variables: ROLE_VARIABLES,
    rows: [
      {
        title: 'Processes',
        panels: [
          figure({
            title: 'Up since',
            about:
              'The age of each process that has told of itself. One that falls to nothing has been started again.',
            queries: [gaugeNow('process.uptime', { ...process, worst: 'max' })],
            now: true,
            unit: 's',
            width: 24,
          }),
          series({
            title: 'CPU',
            about: 'Of one core; threads can make it more than 100 %.',
            queries: [gaugeMax('process.cpu', process)],
            unit: 'percent',
            min: 0,
          }),
          series({
            title: 'Resident memory',
            about: 'What the process holds of the machine.',
            queries: [gaugeMax('process.rss', process)],
            unit: 'bytes',
            min: 0,
          }),
          series({
            title: 'Heap',
            about: 'Objects of the main thread. A line that only rises is a leak.',
            queries: [gaugeMax('process.heap', process)],
            unit: 'bytes',
            min: 0,
          }),
          series({
            title: 'Event loop delay, p99',
            about: 'How long sockets and timers had to wait.',
            queries: [gaugeMax('process.event_loop_ms', process)],
            unit: 'ms',
            min: 0,
            limits: [100, 500],
          }),
          series({
            title: 'Garbage collection',
            about: 'Share of time.',
            queries: [gaugeMax('process.gc', process)],
            unit: 'percent',
            min: 0,
          }),
          series({
            title: 'File descriptors',
            about: 'Files and sockets that are open.',
            queries: [gaugeMax('process.fds', process)],
            min: 0,
          }),
        ],
      },
      {
        title: 'Web',
        panels: [
          series({
            title: 'Time to answer, p99',
            about: 'By route.',
            queries: [timing('http.ms', 99, { by: ['route'] })],
            unit: 'ms',
            min: 0,
            limits: [1_000, 5_000],
          }),
          series({
            title: 'Slow answers and errors',
            about: 'Answers that took more than 5 s, and errors by code.',
            queries: [
              counterSum('http.slow', { by: ['route'], alias: 'slow $tag_route' }),
              counterSum('http.errors', { by: ['code'] }),
            ],
            style: 'bars',
            min: 0,
          }),
          series({
            title: 'Viewers',
            about: 'Open WebSockets and what they watch.',
            queries: [
              gaugeMax('ws.connections', { by: ['process'], alias: 'connections $tag_process' }),
              gaugeMax('ws.subscriptions', { by: ['process'], alias: 'subscriptions $tag_process' }),
            ],
            min: 0,
            width: 8,
          }),
          series({
            title: 'Sent to viewers',
            about: 'Bytes of frames per second.',
            queries: [counterRate('ws.bytes', { by: ['process'] })],
            unit: 'Bps',
            min: 0,
            width: 8,
          }),
          series({
            title: 'Skipped and sent away',
            about: 'Messages that slow viewers were told they skipped, and viewers sent to another gateway.',
            queries: [
              counterSum('ws.skipped', { by: ['process'], alias: 'skipped $tag_process' }),
              counterSum('ws.sent_away', { by: ['process'], alias: 'sent away $tag_process' }),
            ],
            style: 'bars',
            min: 0,
            width: 8,
          }),
          series({
            title: 'Kept in memory by gateways',
            about: 'Broadcasts and messages that a page gets at once, and messages per second.',
            queries: [
              gaugeMax('live.broadcasts', { by: ['process'], alias: 'broadcasts $tag_process' }),
              gaugeMax('live.messages', { by: ['process'], alias: 'messages $tag_process' }),
              gaugeMax('live.messages_per_second', { by: ['process'], alias: 'per second $tag_process' }),
            ],
            min: 0,
          }),
          series({
            title: 'Warnings and errors in the logs',
            about: 'Lines by level.',
            queries: [
              counterSum('log.warnings', { by: ['role'], alias: 'warnings $tag_role' }),
              counterSum('log.errors', { by: ['role'], alias: 'errors $tag_role' }),
            ],
            style: 'bars',
            min: 0,
          }),
        ],
      },
      {
        title: 'Machines',
        panels: [
          series({
            title: 'CPU of the machine',
            about: 'All cores together.',
            queries: [
              machineSeries('100 - mean("usage_idle")', 'cpu', {
                by: ['host'],
                where: `"cpu" = 'cpu-total'`,
              }),
            ],
            unit: 'percent',
            min: 0,
            max: 100,
            width: 8,
          }),
          series({
            title: 'Memory of the machine',
            about: 'In use, without caches.',
            queries: [machineSeries('mean("used_percent")', 'mem', { by: ['host'] })],
            unit: 'percent',
            min: 0,
            max: 100,
            limits: [85, 95],
            width: 8,
          }),
          series({
            title: 'Disks',
            about: 'In use. A full one stops the log.',
            queries: [machineSeries('max("used_percent")', 'disk', { by: ['host', 'path'] })],
            unit: 'percent',
            min: 0,
            max: 100,
            limits: [80, 95],
            width: 8,
          }),
        ],
      },
      {
        title: 'Containers',
        panels: [
          series({
            title: 'CPU by container',
            about: 'Also of the servers: Kafka, MongoDB, InfluxDB, NGINX.',
            queries: [
              machineSeries('mean("usage_percent")', 'docker_container_cpu', {
                by: ['container_name'],
                where: `"cpu" = 'cpu-total'`,
              }),
            ],
            unit: 'percent',
            min: 0,
          }),
          series({
            title: 'Memory by container',
            about: 'Of what its limit allows.',
            queries: [
              machineSeries('mean("usage_percent")', 'docker_container_mem', { by: ['container_name'] }),
            ],
            unit: 'percent',
            min: 0,
            max: 100,
            limits: [85, 95],
          }),
        ],
      },
    ],
  });
}
