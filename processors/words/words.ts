import { isCanary } from '../../core/canary/canary.ts';
import { windowedRecordOf } from '../../core/runtime/analyzed-record.ts';
import type {
  Output,
  ProcessorDefinition,
  ProcessorTask,
  TaskOptions,
} from '../../core/runtime/processor.ts';
import { createTumblingWindows, type OpenWindow } from '../../core/runtime/tumbling-windows.ts';
import { countWords, emptyWordCounts, toWordsRanked, type WordCounts } from './word-counts.ts';

/** Length of a window, ms. */
const MINUTE_MS = 60_000;

/** `chat.analyzed` -> `chat.words`: the most frequent words of each minute of each broadcast, profanity masked. */
export const wordsProcessor: ProcessorDefinition = {
  name: 'words',
  input: 'chat.analyzed',
  createTask,
};

function createTask({ committed }: TaskOptions): ProcessorTask {
  let output: Output | undefined;
  const windows = createTumblingWindows<WordCounts>({
    sizes: [MINUTE_MS],
    createState: emptyWordCounts,
    stampBefore: committed?.stamp ?? -1,
    onClose(window) {
      if (output) give(window, true, output);
    },
  });

  return {
    process(record, out) {
      const at = windowedRecordOf(record.event, record.offset);
      if (!at) throw new TypeError(`${record.event.type} does not belong into chat.analyzed`);
      output = out;
      windows.advance(at);
      if (record.event.type !== 'MessageAnalyzed' || isCanary(at.broadcastId)) return;
      for (const { state } of windows.windowsAt(at)) countWords(state, record.event.data);
    },
    publishProvisional(out) {
      for (const window of windows.takeDirty()) give(window, false, out);
    },
    commitPoint: (next) => windows.commitPoint(next),
  };
}

function give(window: OpenWindow<WordCounts>, closed: boolean, out: Output): void {
  out.emit('chat.words', window.broadcastId, 'WordsRanked', toWordsRanked(window, closed));
}
