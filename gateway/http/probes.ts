import type { Meter } from '../../core/telemetry/meter.ts';
import type { HealthReport } from '../options.ts';
import { probeSchema } from './contract.ts';
import type { Route } from './route.ts';
import { answer } from './validate.ts';

/** For load balancers and collectors. */
export function probeRoutes(options: {
  readonly health: () => HealthReport;
  readonly meter: Meter;
}): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/livez',
      summary: 'The process runs',
      answers: { 200: probeSchema },
      handler: (_request, response) => answer(response, probeSchema, { state: 'ok', failing: [] }),
    },
    {
      method: 'get',
      path: '/readyz',
      summary: 'The server can do its work; 503 with the names of the parts that fail otherwise',
      answers: { 200: probeSchema, 503: probeSchema },
      handler: (_request, response) => {
        const failing = options
          .health()
          .parts.filter(({ state }) => state === 'failed')
          .map(({ name }) => name);
        const state = failing.length > 0 ? 'failed' : 'ok';
        answer(
          response.set('Cache-Control', 'no-store'),
          probeSchema,
          { state, failing },
          state === 'ok' ? 200 : 503,
        );
      },
    },
    {
      method: 'get',
      path: '/metrics',
      summary: 'Figures for Prometheus',
      answers: { 200: 'Prometheus text format' },
      handler: async (_request, response) => {
        const { contentType, text } = await options.meter.prometheus();
        response.type(contentType).send(text);
      },
    },
  ];
}
