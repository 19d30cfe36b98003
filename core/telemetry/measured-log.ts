import type { AppendRecord, EventLog } from '../log/port.ts';
import type { Telemetry } from './port.ts';

/** A log of any kind whose appends are told: how many records and bytes by topic, and how long they took to be durable. */
export function measuredLog(log: EventLog, telemetry: Telemetry): EventLog {
  return {
    async append(records) {
      const started = performance.now();
      const positions = await log.append(records);
      telemetry.timing('stage.ms', { stage: 'log_append' }, performance.now() - started);
      tellTopics(records, telemetry);
      return positions;
    },
    read: (options) => log.read(options),
    ranges: (topic) => log.ranges(topic),
    offsetForTime: (partition, time) => log.offsetForTime(partition, time),
    committed: (group) => log.committed(group),
    subscribe: (options) => log.subscribe(options),
    close: () => log.close(),
  };
}

/** Most batches are of one topic: it is told once for each run of the same. */
function tellTopics(records: readonly AppendRecord[], telemetry: Telemetry): void {
  let topic = records[0]?.topic;
  let count = 0;
  let bytes = 0;
  const tell = (): void => {
    if (topic === undefined) return;
    telemetry.count('topic.records', { topic }, count);
    telemetry.count('topic.bytes', { topic }, bytes);
  };
  for (const record of records) {
    if (record.topic !== topic) {
      tell();
      topic = record.topic;
      count = 0;
      bytes = 0;
    }
    count += 1;
    bytes += record.value.byteLength;
  }
  tell();
}
