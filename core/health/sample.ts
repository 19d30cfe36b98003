/** Reports of health as tests need them. */
import type { ElementHealth, ProcessHealth } from '../events/generated.ts';

export function sampleElement(id: string, more: Partial<ElementHealth> = {}): ElementHealth {
  return {
    id,
    kind: id.slice(0, id.indexOf(':')),
    state: 'ok',
    ratePerSecond: 0,
    lag: null,
    lastRecordAt: null,
    errors: 0,
    detail: null,
    ...more,
  };
}

export function sampleHealth(
  processId: string,
  elements: readonly ElementHealth[],
  more: Partial<ProcessHealth> = {},
): ProcessHealth {
  return {
    processId,
    role: 'processors',
    host: 'one',
    version: '1.0.0',
    startedAt: 0,
    state: 'ok',
    elements,
    cpuShare: 0.1,
    rssBytes: 1_000,
    heapBytes: 500,
    eventLoopDelayMs: 1,
    gcShare: 0,
    openFiles: 10,
    responses: 0,
    slowResponses: 0,
    failedResponses: 0,
    at: 0,
    ...more,
  };
}
