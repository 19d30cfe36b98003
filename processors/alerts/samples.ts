import type { Logger } from 'pino';
import { CHAT_RULES } from '../../core/alerts/rule.ts';
import type { Clock } from '../../core/clock.ts';
import type { EventCodec } from '../../core/events/codec.ts';
import type { AlertRaised, MessageAnalyzed } from '../../core/events/generated.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import type { AppendRecord, EventLog } from '../../core/log/port.ts';

const MOST_SAMPLES = 3;
/** Of the latest messages of the partition so many are looked through: its log may be long, and a reader waits. */
const LOOK_BACK = 2_000;
const PAGE = 500;
const LONGEST = 200;
/** An alert without samples in time is better than one with samples too late. */
const PATIENCE_MS = 1_500;

export interface SamplesOptions {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A log through which alerts about a chat get some of its messages, masked, before they are appended. */
export function withSamples(options: SamplesOptions): EventLog {
  const { log } = options;
  return {
    append: async (records) => log.append(await Promise.all(records.map((one) => sampled(one, options)))),
    read: (wanted) => log.read(wanted),
    ranges: (topic) => log.ranges(topic),
    offsetForTime: (partition, time) => log.offsetForTime(partition, time),
    committed: (group) => log.committed(group),
    subscribe: (wanted) => log.subscribe(wanted),
    close: () => log.close(),
  };
}

async function sampled(record: AppendRecord, options: SamplesOptions): Promise<AppendRecord> {
  const { codec, clock, logger } = options;
  if (record.topic !== 'alert.events') return record;
  const event = codec.decode(record.value);
  if (event.type !== 'AlertRaised' || !isAboutChat(event.data)) return record;
  let cancel: () => void = () => undefined;
  const late = new Promise<readonly string[]>((resolve) => {
    cancel = clock.after(PATIENCE_MS, () => resolve([]));
  });
  try {
    const samples = await Promise.race([samplesOf(event.data, options), late]);
    if (samples.length === 0) return record;
    return { ...record, value: codec.encode('AlertRaised', { ...event.data, samples }) };
  } catch (error) {
    logger.warn({ alertId: event.data.alertId, err: error }, 'an alert is told without samples');
    return record;
  } finally {
    cancel();
  }
}

/** Silence has none. */
function isAboutChat({ rule }: AlertRaised): boolean {
  return CHAT_RULES.some((one) => one === rule) && rule !== 'chat-silence';
}

/** The newest messages that speak for the alert, each of another author, oldest first. */
async function samplesOf(alert: AlertRaised, { log, codec }: SamplesOptions): Promise<readonly string[]> {
  const topic = 'chat.analyzed';
  const partition = partitionOf(alert.broadcastId, PARTITIONS);
  const range = (await log.ranges(topic)).find((one) => one.partition === partition);
  if (!range) return [];
  const first = Math.max(range.start, range.end - LOOK_BACK);
  const told = new Map<string, string>();
  for (let end = range.end; end > first && told.size < MOST_SAMPLES; end -= PAGE) {
    const offset = Math.max(first, end - PAGE);
    const records = await log.read({ topic, partition, offset, maxRecords: end - offset });
    for (const { value } of records.filter((one) => one.offset < end).reverse()) {
      const event = codec.decode(value);
      if (event.type !== 'MessageAnalyzed' || !speaksFor(event.data, alert)) continue;
      const { author, messageId } = event.data.message;
      const who = author.identifiable ? author.id : messageId;
      if (told.size < MOST_SAMPLES && !told.has(who)) told.set(who, shortened(event.data.masked));
    }
  }
  return [...told.values()].reverse();
}

function speaksFor(message: MessageAnalyzed, { broadcastId, rule, startedAt, at }: AlertRaised): boolean {
  if (message.message.broadcastId !== broadcastId || message.masked.trim() === '') return false;
  if (message.eventTime < startedAt || message.eventTime > at) return false;
  if (rule === 'negative-surge') return message.sentiment === 'negative';
  return rule !== 'profanity-burst' || message.profane;
}

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text;
}
