import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { ChatpulseError } from '../../core/errors.ts';
import { makeChannelId } from '../../core/events/ids.ts';
import type { PlannedBroadcast } from '../port.ts';
import { readLines } from './lines.ts';
import { readRecord } from './record.ts';

/** A file of more channels than this is no recording of chat. */
const MAX_CHANNELS = 1_000;

/** What a recording holds. */
export interface ReplayPlan {
  /** In order of their first message. The first one's id is the id of the watch. */
  readonly broadcasts: readonly PlannedBroadcast[];
  /** Lines that are not empty. */
  readonly lines: number;
  /** Lines that will be dead letters. */
  readonly invalidLines: number;
  /** Earliest and latest time, ms since 1970; undefined where no line has one. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  /** No line is earlier than one before it, of whatever channel. */
  readonly sorted: boolean;
}

export interface PlanReplayOptions {
  readonly path: string;
  /** The name of the recording, where it differs from the file's. */
  readonly name?: string;
  /** How often this file has been replayed, this time included; default 1. Makes the broadcast ids differ. */
  readonly run?: number;
}

/**
 * Reads a recording once and says which broadcasts a replay of it will have.
 * @throws ChatpulseError CHATPULSE_RECORDING_UNUSABLE
 */
export async function planReplay({
  path,
  name = basename(path),
  run = 1,
}: PlanReplayOptions): Promise<ReplayPlan> {
  const channels = new Set<string>();
  const fallback = defaultChannel(name);
  let lines = 0;
  let invalidLines = 0;
  let firstTime: number | undefined;
  let lastTime: number | undefined;
  let sorted = true;
  try {
    for await (const batch of readLines({ path })) {
      for (const line of batch) {
        lines += 1;
        const { message } = readRecord(line);
        if (!message) {
          invalidLines += 1;
          continue;
        }
        channels.add(message.channel ?? fallback);
        if (channels.size > MAX_CHANNELS) throw unusable(name, `it names more than ${MAX_CHANNELS} channels`);
        const { time } = message;
        if (time === undefined) continue;
        if (lastTime !== undefined && time < lastTime) sorted = false;
        firstTime = firstTime === undefined ? time : Math.min(firstTime, time);
        lastTime = lastTime === undefined ? time : Math.max(lastTime, time);
      }
    }
  } catch (error) {
    if (error instanceof ChatpulseError) throw error;
    // What comes before a damaged stretch can be replayed.
    if (channels.size === 0)
      throw unusable(name, error instanceof Error ? error.message : String(error), error);
  }
  if (channels.size === 0) throw unusable(name, 'it holds no message');
  const suffix = `${(await hashOf(path)).slice(0, 8)}-${run}`;
  const broadcasts = [...channels].map((channel) => ({
    channel,
    broadcastId: `${makeChannelId('replay', channel)}-${suffix}`,
  }));
  return { broadcasts, lines, invalidLines, firstTime, lastTime, sorted };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** The channel of lines that name none: the file's name without its endings. */
export function defaultChannel(name: string): string {
  return name.replace(/(?:\.jsonl|\.ndjson|\.json)?(?:\.gz)?$/i, '') || name;
}

/** The run that a broadcast id of a replay was made for; undefined where it is none. */
export function runOf(broadcastId: string): number | undefined {
  const match = /^replay-.*-[0-9a-f]{8}-(\d{1,9})$/.exec(broadcastId);
  return match ? Number(match[1]) : undefined;
}

/** The same broadcast in another run of its file. */
export function withRun(planned: PlannedBroadcast, run: number): PlannedBroadcast {
  return { ...planned, broadcastId: planned.broadcastId.replace(/\d+$/, String(run)) };
}

/** The next run of a file, from a broadcast id planned for run 1 and all ids there are. */
export function nextRun(plannedId: string, existingIds: Iterable<string>): number {
  const stem = plannedId.replace(/\d+$/, '');
  let highest = 0;
  for (const id of existingIds) if (id.startsWith(stem)) highest = Math.max(highest, runOf(id) ?? 0);
  return highest + 1;
}

function unusable(name: string, why: string, cause?: unknown): ChatpulseError {
  return new ChatpulseError('CHATPULSE_RECORDING_UNUSABLE', {
    message: `The recording "${name}" cannot be used: ${why}.`,
    cause,
  });
}
