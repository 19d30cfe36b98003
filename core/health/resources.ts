import type { ProcessHealth } from '../events/generated.ts';
import { createProcessFigures } from '../telemetry/process-figures.ts';

/** What the process takes of its machine; shares and delays are those since it was asked last. */
export type ResourceFigures = Pick<
  ProcessHealth,
  'cpuShare' | 'rssBytes' | 'heapBytes' | 'eventLoopDelayMs' | 'gcShare' | 'openFiles'
>;

/** What a process has answered over HTTP since it began. */
export type ResponseFigures = Pick<ProcessHealth, 'responses' | 'slowResponses' | 'failedResponses'>;

export const NO_RESPONSES: ResponseFigures = { responses: 0, slowResponses: 0, failedResponses: 0 };

export interface ResourceMeter {
  read(): ResourceFigures;
  close(): void;
}

/** Measures this process, as its reports tell it; event loop, heap and garbage collection are the calling thread's. */
export function createResourceMeter(): ResourceMeter {
  const figures = createProcessFigures();
  return {
    read() {
      const { cpuShare, rssBytes, heapBytes, eventLoopDelayMs, gcShare, openFiles = -1 } = figures.read();
      return { cpuShare, rssBytes, heapBytes, eventLoopDelayMs, gcShare, openFiles };
    },
    close: () => figures.close(),
  };
}
