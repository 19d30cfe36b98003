/** The health of the pipeline as the API tells it. Pure: the pages import this file. Times are ms since 1970. */
import { z } from 'zod';
import { count, share, time } from './chat-shapes.ts';

export const elementStateSchema = z.enum(['ok', 'degraded', 'failed', 'silent', 'stopped']);
export type ElementStateName = z.infer<typeof elementStateSchema>;

export const pipelineElementSchema = z
  .object({
    id: z.string().describe('kind:name, e.g. processor:analyze'),
    kind: z.string().describe('source, producers, topic, processor, sink, store, gateway or canary'),
    name: z.string(),
    state: elementStateSchema.describe('silent: nothing heard of its processes for 12 s'),
    processes: z.array(z.string()).describe('ids of the processes that run or reach it'),
    ratePerSecond: z.number().min(0),
    lag: count.nullable().describe('records not yet read'),
    lastRecordAt: time.nullable(),
    errors: count,
    detail: z.string().nullable(),
  })
  .meta({ id: 'PipelineElement' });
export type PipelineElement = z.infer<typeof pipelineElementSchema>;

export const pipelineProcessSchema = z
  .object({
    id: z.string(),
    role: z.string(),
    host: z.string(),
    version: z.string(),
    state: elementStateSchema,
    startedAt: time,
    heardAt: time.describe('by the clock of the log'),
    cpuShare: z.number().min(0).describe('of one core'),
    rssBytes: count,
    heapBytes: count,
    eventLoopDelayMs: z.number().min(0),
    gcShare: share,
    openFiles: z.int().describe('-1 where the system does not tell'),
  })
  .meta({ id: 'PipelineProcess' });
export type PipelineProcess = z.infer<typeof pipelineProcessSchema>;

export const incidentSchema = z
  .object({
    element: z.string(),
    state: elementStateSchema.describe('the worst that it was'),
    detail: z.string().nullable(),
    startedAt: time,
    endedAt: time.nullable().describe('null while it lasts'),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof incidentSchema>;

export const canarySchema = z
  .object({
    state: elementStateSchema.describe(
      'stopped: nobody tells that canaries are sent; the latest is of before',
    ),
    lastSeenAt: time.nullable(),
    lastMs: z.number().min(0).nullable().describe('from the producers to this gateway'),
    seen: count,
    lost: count,
  })
  .meta({ id: 'Canary' });
export type Canary = z.infer<typeof canarySchema>;

export const pipelineHealthSchema = z
  .object({
    now: time.describe('by the clock of the log'),
    state: z.enum(['ok', 'degraded', 'failed']),
    logAway: z
      .object({ since: time, reason: z.string() })
      .nullable()
      .describe('the log does not answer this gateway: what the elements say is of before'),
    elements: z.array(pipelineElementSchema),
    edges: z.array(z.object({ from: z.string(), to: z.string() })),
    processes: z.array(pipelineProcessSchema),
    totals: z.object({
      elements: count,
      unwell: count.describe(
        'elements that are not ok, without those of processes that ended and left their work to others',
      ),
      sources: count,
      messagesPerSecond: z.number().min(0),
      lag: count.describe('records that the processors and sinks have not yet read'),
      errors: count,
    }),
    canary: canarySchema.nullable(),
    grafanaUrl: z.string().nullable(),
  })
  .meta({ id: 'PipelineHealth' });
export type PipelineHealth = z.infer<typeof pipelineHealthSchema>;

export const incidentListSchema = z
  .object({ incidents: z.array(incidentSchema) })
  .meta({ id: 'IncidentList' });
export type IncidentList = z.infer<typeof incidentListSchema>;

const steps = z.array(z.number().nullable());
export const healthHistorySchema = z
  .object({
    from: time.describe('of the first step'),
    stepMs: count,
    elements: z.array(z.object({ id: z.string(), rate: steps, lag: steps })),
    processes: z.array(
      z.object({ id: z.string(), cpuShare: steps, rssBytes: steps, eventLoopDelayMs: steps }),
    ),
    canaryMs: steps.describe('how long the latest self-check message took'),
  })
  .meta({ id: 'HealthHistory' });
export type HealthHistory = z.infer<typeof healthHistorySchema>;
