import { readLines } from '../../producers/replay/lines.ts';
import { readRecord } from '../../producers/replay/record.ts';

/** A message of the recording, as every contestant gets it. */
export interface LoadMessage {
  readonly id: string;
  readonly broadcast: string;
  readonly author: string;
  readonly text: string;
  /** ms since 1970; never goes back within a broadcast. */
  readonly time: number;
}

/** The first messages of a recording. */
export async function readMessages(path: string, limit: number): Promise<LoadMessage[]> {
  const messages: LoadMessage[] = [];
  const times = new Map<string, number>();
  for await (const lines of readLines({ path }))
    for (const line of lines) {
      const { message } = readRecord(line);
      if (!message) continue;
      const broadcast = `bench-${message.channel ?? 'channel'}`;
      const time = Math.max(times.get(broadcast) ?? 0, message.time ?? 0);
      times.set(broadcast, time);
      messages.push({
        id: message.messageId,
        broadcast,
        author: message.authorName,
        text: message.text,
        time,
      });
      if (messages.length >= limit) return messages;
    }
  return messages;
}
