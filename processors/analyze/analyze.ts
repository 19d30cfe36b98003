import type { MessagePosted } from '../../core/events/generated.ts';
import { isCopy } from '../../core/events/ids.ts';
import type { EventLog } from '../../core/log/port.ts';
import type {
  Output,
  ProcessorDefinition,
  ProcessorTask,
  TaskOptions,
} from '../../core/runtime/processor.ts';
import type { InputRecord } from '../../core/runtime/partition-task.ts';
import type { Analyzer } from '../../language/types.ts';
import { createBroadcastClocks } from './broadcast-clock.ts';
import { channelAnalyzers, WITHOUT_RULES, type RulesSource } from './channel-analyzers.ts';
import { createRecentIds } from './recent-ids.ts';

/** An id that occurs at one of so many offsets before is a repeat. */
export const REPEAT_REACH = 50_000;
/** Clocks are exact after reading back so much append time (see broadcast-clock.ts), ms. */
export const CLOCK_REACH_MS = 12 * 60_000;

/**
 * `chat.raw` -> `chat.analyzed`: at most one record per record, in order, to the partition of the same number, stamped
 * with the offset in `chat.raw`. Repeats are dropped and every broadcast gets one clock. A message is analysed under the
 * rules of its channel that are known at that moment, and says which; no partition begins before all that were in the
 * log at its assignment are known.
 */
export function analyzeProcessor(
  analyzer: Analyzer,
  rules: RulesSource = WITHOUT_RULES,
): ProcessorDefinition {
  const analyzerOf = channelAnalyzers(analyzer, rules);
  return {
    name: 'analyze',
    input: 'chat.raw',
    createTask: ({ partition }) => createTask(analyzerOf, partition),
    async restoreFrom({ partition, committed, log }: TaskOptions & { log: EventLog }) {
      await rules.caughtUpAtLast();
      return restoreOffset(log, partition, committed?.readTo ?? 0);
    },
  };
}

/** 50,000 records or 12 minutes of append time before the commit, whichever is further. */
async function restoreOffset(log: EventLog, partition: number, readTo: number): Promise<number> {
  const at = { topic: 'chat.raw', partition };
  const range = (await log.ranges('chat.raw')).find((candidate) => candidate.partition === partition);
  const first = range?.start ?? 0;
  if (readTo <= first) return readTo;
  const [last] = await log.read({ ...at, offset: readTo - 1, maxRecords: 1 });
  const byTime = last ? await log.offsetForTime(at, last.appendTime - CLOCK_REACH_MS) : readTo;
  return Math.max(first, Math.min(readTo - REPEAT_REACH, byTime));
}

function createTask(analyzerOf: ReturnType<typeof channelAnalyzers>, partition: number): ProcessorTask {
  const recent = createRecentIds(REPEAT_REACH);
  const clocks = createBroadcastClocks();

  function takeMessage(message: MessagePosted, record: InputRecord, out: Output, restoring: boolean): void {
    const { broadcastId, messageId, originId } = message;
    const repeat = recent.isRepeat(broadcastId, messageId, record.offset);
    // A copy of shared chat has an id of its own and the origin's beside it.
    const copy =
      originId !== null && isCopy(message) && recent.isRepeat(broadcastId, originId, record.offset);
    if (repeat || copy) return;
    const eventTime = clocks.timeOf(message, record.appendTime);
    if (restoring) return;
    const { analyzer, rules } = analyzerOf(message.channelId);
    const replyAuthor = message.reply?.author ?? null;
    const analysis = analyzer.analyze(message.text, message.emotes);
    out.emit(
      'chat.analyzed',
      broadcastId,
      'MessageAnalyzed',
      {
        message,
        eventTime,
        rawOffset: record.offset,
        rawAppend: record.appendTime,
        maskedAuthor: analyzer.maskName(message.author.name),
        maskedReplyAuthor: replyAuthor === null ? null : analyzer.maskName(replyAuthor),
        modelVersion: analyzer.version,
        rulesVersion: rules.version,
        lang: analysis.lang,
        words: analysis.words,
        profaneWords: analysis.profaneWords,
        masked: analysis.masked,
        profane: analysis.profanity.flag,
        profanityScore: analysis.profanity.score,
        severity: analysis.profanity.severity,
        spans: analysis.profanity.spans,
        sentiment: analysis.sentiment.label,
        positive: analysis.sentiment.positive,
        emotion: analysis.emotion.label,
        emotionScores: analysis.emotion.scores,
      },
      partition,
    );
  }

  return {
    process(record, out, restoring) {
      const { event } = record;
      switch (event.type) {
        case 'MessagePosted':
          takeMessage(event.data, record, out, restoring);
          return;
        case 'MessageRemoved':
        case 'PlatformSanctioned':
        case 'ChatCleared':
        case 'SourceProgress': {
          const eventTime = clocks.timeOf(event.data, record.appendTime);
          const passedOn = {
            ...event.data,
            eventTime,
            rawOffset: record.offset,
            rawAppend: record.appendTime,
          };
          out.emit('chat.analyzed', event.data.broadcastId, event.type, passedOn, partition);
          return;
        }
        default:
          throw new TypeError(`${event.type} does not belong into chat.raw`);
      }
    },
    commitPoint: ({ nextOffset, stamp }) => ({ offset: nextOffset, readTo: nextOffset, stamp }),
  };
}
