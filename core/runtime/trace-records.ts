import type { Logger } from 'pino';
import type { ChatpulseEvent } from '../events/codec.ts';
import type { InputBatch } from './partition-task.ts';

/**
 * At the level trace a line for each message that a part has dealt with, so that one message can be followed by its id
 * from the producer to the page. At any other level it costs one look at the level for a whole batch.
 */
export function traceRecords(logger: Logger, reader: string, batch: InputBatch): void {
  if (!logger.isLevelEnabled('trace')) return;
  const { topic, partition } = batch;
  for (const { event, offset, key } of batch.records) {
    const message = messageIdOf(event);
    if (message !== undefined)
      logger.trace({ reader, message, broadcastId: key, topic, partition, offset }, 'message dealt with');
  }
}

/** The id of the message that an event is about; undefined where it is about none. */
function messageIdOf(event: ChatpulseEvent): string | undefined {
  switch (event.type) {
    case 'MessagePosted':
    case 'MessageRemoved':
      return event.data.messageId;
    case 'MessageAnalyzed':
      return event.data.message.messageId;
    default:
      return undefined;
  }
}
