import { overallState, unwellElements } from '../../core/health/pipeline.ts';
import { edgesBetween } from '../../core/health/pipeline-map.ts';
import type { ElementView, ProcessView } from '../../core/health/views.ts';
import type { HealthBook } from '../health/health-book.ts';
import type { Incident } from '../health/incidents.ts';
import {
  healthHistorySchema,
  incidentListSchema,
  pipelineHealthSchema,
  type Canary,
  type PipelineElement,
  type PipelineHealth,
  type PipelineProcess,
} from './health-shapes.ts';
import type { Route } from './route.ts';
import { answer, answerUnlessSeen } from './validate.ts';

export interface HealthRoutesOptions {
  readonly health: Pick<HealthBook, 'view' | 'logAway' | 'history'>;
  /** Newest first. */
  readonly incidents: () => readonly Incident[];
  readonly canary: () => Canary | null;
  /** Where people reach Grafana. */
  readonly grafanaUrl: string | undefined;
}

const UNLESS_SEEN = { 'If-None-Match': 'The ETag of the answer that is known' };
const NOT_CHANGED = 'What is known still holds';

/** The whole pipeline for machines and the status page: the same at every gateway. */
export function healthRoutes({
  health,
  incidents,
  canary,
  grafanaUrl,
}: HealthRoutesOptions): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/health',
      summary: 'How every element of the pipeline and every process does',
      answers: { 200: pipelineHealthSchema },
      handler: (_request, response) => {
        const { at, elements, processes } = health.view();
        const shown = elements.map(elementShape).sort((a, b) => (a.id < b.id ? -1 : 1));
        answer(response.set('Cache-Control', 'no-store'), pipelineHealthSchema, {
          now: Math.max(0, Math.round(at)),
          state: overallState(elements),
          logAway: health.logAway() ?? null,
          elements: shown,
          edges: edgesBetween(shown.map(({ id }) => id)),
          processes: processes.map(processShape).sort((a, b) => (a.id < b.id ? -1 : 1)),
          totals: totalsOf(shown),
          canary: canary(),
          grafanaUrl: grafanaUrl ?? null,
        });
      },
    },
    {
      method: 'get',
      path: '/api/health/history',
      summary: 'Rates, lag and resources of the last hour, in full steps of ten seconds',
      headers: UNLESS_SEEN,
      answers: { 200: healthHistorySchema, 304: NOT_CHANGED },
      handler: (request, response) => {
        const { from, stepMs, elements, processes, canaryMs } = health.history();
        answerUnlessSeen({ request, response }, healthHistorySchema, {
          from: Math.max(0, from),
          stepMs,
          canaryMs: [...canaryMs],
          elements: elements.map(({ id, rate, lag }) => ({ id, rate: [...rate], lag: [...lag] })),
          processes: processes.map(({ id, cpuShare, rssBytes, eventLoopDelayMs }) => ({
            id,
            cpuShare: [...cpuShare],
            rssBytes: [...rssBytes],
            eventLoopDelayMs: [...eventLoopDelayMs],
          })),
        });
      },
    },
    {
      method: 'get',
      path: '/api/health/incidents',
      summary:
        'What went wrong, newest first: seen by this gateway, or alerts of the pipeline from before it began',
      headers: UNLESS_SEEN,
      answers: { 200: incidentListSchema, 304: NOT_CHANGED },
      handler: (request, response) =>
        answerUnlessSeen({ request, response }, incidentListSchema, {
          incidents: incidents().map((incident) => ({
            ...incident,
            startedAt: Math.round(incident.startedAt),
            endedAt: incident.endedAt === null ? null : Math.round(incident.endedAt),
          })),
        }),
    },
  ];
}

function elementShape({ processes, ...element }: ElementView): PipelineElement {
  return {
    ...element,
    name: element.id.slice(element.id.indexOf(':') + 1),
    processes: [...processes],
  };
}

function processShape({ health, heardAt, state }: ProcessView): PipelineProcess {
  const {
    processId,
    elements: _elements,
    at: _at,
    // For shares over minutes, which alerts tell of.
    responses: _responses,
    slowResponses: _slowResponses,
    failedResponses: _failedResponses,
    ...figures
  } = health;
  return { ...figures, id: processId, state, heardAt, gcShare: Math.min(1, figures.gcShare) };
}

function totalsOf(elements: readonly PipelineElement[]): PipelineHealth['totals'] {
  const sum = (of: (element: PipelineElement) => number): number =>
    elements.reduce((total, element) => total + of(element), 0);
  return {
    elements: elements.length,
    unwell: unwellElements(elements).length,
    sources: elements.filter(({ kind }) => kind === 'source').length,
    messagesPerSecond: elements.find(({ id }) => id === 'topic:chat.analyzed')?.ratePerSecond ?? 0,
    lag: sum(({ lag }) => lag ?? 0),
    errors: sum(({ kind, errors }) => (kind === 'store' ? 0 : errors)),
  };
}
