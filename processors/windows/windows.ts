import type {
  Output,
  ProcessorDefinition,
  ProcessorTask,
  TaskOptions,
} from '../../core/runtime/processor.ts';
import { isCanary } from '../../core/canary/canary.ts';
import { windowedRecordOf } from '../../core/runtime/analyzed-record.ts';
import { createTumblingWindows, type OpenWindow } from '../../core/runtime/tumbling-windows.ts';
import { countMessage, emptyCounts, toWindowUpdated, type WindowCounts } from './counts.ts';

/** Lengths of the windows, ms. */
export const WINDOW_SIZES = [10_000, 60_000] as const;

/**
 * `chat.analyzed` -> `chat.windows`: what was said in each 10 s and each minute of each broadcast. A removal never
 * subtracts: it adds to `removed` in the window in which it came.
 */
export const windowsProcessor: ProcessorDefinition = {
  name: 'windows',
  input: 'chat.analyzed',
  createTask,
};

function createTask({ committed }: TaskOptions): ProcessorTask {
  let output: Output | undefined;
  const windows = createTumblingWindows<WindowCounts>({
    sizes: WINDOW_SIZES,
    createState: emptyCounts,
    stampBefore: committed?.stamp ?? -1,
    onClose(window) {
      if (output) give(window, true, output);
    },
  });

  return {
    process(record, out) {
      const { event } = record;
      const at = windowedRecordOf(event, record.offset);
      if (!at) throw new TypeError(`${event.type} does not belong into chat.analyzed`);
      output = out;
      windows.advance(at);
      if (event.type === 'SourceProgress' || isCanary(at.broadcastId)) return;
      for (const { state } of windows.windowsAt(at)) {
        if (event.type === 'MessageAnalyzed') countMessage(state, event.data);
        else if (event.type === 'MessageRemoved') state.removed += 1;
        else state.sanctions += 1;
      }
    },
    publishProvisional(out) {
      for (const window of windows.takeDirty()) give(window, false, out);
    },
    commitPoint: (next) => windows.commitPoint(next),
  };
}

function give(window: OpenWindow<WindowCounts>, closed: boolean, out: Output): void {
  out.emit('chat.windows', window.broadcastId, 'WindowUpdated', toWindowUpdated(window, closed));
}
