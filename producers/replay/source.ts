import { stat } from 'node:fs/promises';
import type { Author } from '../../core/events/generated.ts';
import { describeError } from '../../core/errors.ts';
import { pause } from '../../core/runtime/backoff.ts';
import type { ChatSource, OpenOptions, SourceEvent, SourceMessage, SourceSettings } from '../port.ts';
import { isAborted } from '../is-aborted.ts';
import { readLines } from './lines.ts';
import { createPace } from './pace.ts';
import { defaultChannel, planReplay, runOf, withRun, type ReplayPlan } from './plan.ts';
import { readRecord, type RecordedMessage } from './record.ts';
import { findRecording } from './recordings.ts';
import { RELATIVE_BASE } from './time.ts';

/** Events that go through the supervisor together: few enough that they die young, in V8's small generation. */
const BATCH = 100;
/** Waits shorter than this are not worth a timer: the line comes with its neighbours. */
const MIN_WAIT_MS = 10;

/** Recordings of chat: files of the recordings folder, one JSON message a line. */
export function createReplaySource(
  settings: Pick<SourceSettings, 'dataDir' | 'extraRecordings'>,
): ChatSource {
  /** What a session needs to know of the whole file, from its plan. */
  const knownFiles = new Map<string, KnownFile>();

  /** The last plan: it is asked for when a replay is requested and again when it begins. */
  let lastPlan: { readonly key: string; readonly plan: ReplayPlan } | undefined;

  async function planOf(name: string, run: number): Promise<ReplayPlan> {
    const path = await findRecording(name, settings);
    const { size, mtimeMs } = await stat(path);
    const key = `${path}\n${size}\n${mtimeMs}`;
    if (lastPlan?.key !== key) lastPlan = { key, plan: await planReplay({ path, name }) };
    const { plan } = lastPlan;
    knownFiles.set(name, { sorted: plan.sorted, startTime: plan.firstTime ?? RELATIVE_BASE });
    return { ...plan, broadcasts: plan.broadcasts.map((planned) => withRun(planned, run)) };
  }

  return {
    platform: 'replay',
    capabilities: {
      removals: false,
      paid: false,
      backlog: false,
      emotes: false,
      clock: 'recorded',
      keepAliveMs: null,
      resumable: true,
      silenceEndsMs: null,
    },
    plan: async ({ channel, broadcastId }) => (await planOf(channel, runOf(broadcastId) ?? 1)).broadcasts,
    async *open(options) {
      try {
        const path = await findRecording(options.channel, settings);
        if (!knownFiles.has(options.channel)) await planOf(options.channel, 1);
        const known = knownFiles.get(options.channel) ?? { sorted: false, startTime: RELATIVE_BASE };
        yield* play({ ...options, ...known, path });
      } catch (error) {
        yield [{ type: 'ended', outcome: 'refused', reason: describeError(error) }];
      }
    },
  };
}

interface KnownFile {
  /** No line is earlier than one before it. */
  readonly sorted: boolean;
  /** The time of lines before the first that has one, ms since 1970. */
  readonly startTime: number;
}

interface PlayOptions extends OpenOptions, KnownFile {
  readonly path: string;
}

async function* play(options: PlayOptions): AsyncGenerator<readonly SourceEvent[], void, undefined> {
  const { channel: name, clock, signal, path, sorted } = options;
  const pace = createPace(options.speed, clock);
  if (!pace) {
    yield [
      {
        type: 'ended',
        outcome: 'refused',
        reason: `"${options.speed}" is not a speed: use 1, a factor or max`,
      },
    ];
    return;
  }
  const resumeAfter = Number(options.cursor ?? 0);
  const fallback = defaultChannel(name);
  /** Lines without a time take the one of the line before them. */
  let time = options.startTime;
  let batch: SourceEvent[] = [{ type: 'connected' }];
  let lastLine = 0;
  for await (const lines of readLines({ path, signal })) {
    for (const line of lines) {
      if (signal.aborted) return;
      const { message, reason } = readRecord(line);
      if (message) time = message.time ?? time;
      if (line.number <= resumeAfter) continue;
      lastLine = line.number;
      if (!message) {
        batch.push({
          type: 'unparsed',
          payload: Buffer.from(line.bytes),
          reason: reason ?? '',
          position: `line ${line.number}`,
        });
        continue;
      }
      const { wait: delay, jumped } = pace.delayOf(time);
      if (delay >= MIN_WAIT_MS || jumped || batch.length >= BATCH) {
        batch.push({
          type: 'progress',
          cursor: String(line.number - 1),
          time: jumped && sorted ? time : null,
        });
        yield batch;
        batch = [];
        if (delay >= MIN_WAIT_MS) await pause(clock, delay, signal);
        if (isAborted(signal)) return;
      }
      batch.push({
        type: 'message',
        channel: message.channel ?? fallback,
        message: toSourceMessage(message),
        time,
      });
    }
  }
  if (signal.aborted) return;
  batch.push({ type: 'progress', cursor: String(lastLine), time: null });
  batch.push({ type: 'ended', outcome: 'over', reason: 'the recording is at its end' });
  yield batch;
}

function toSourceMessage(message: RecordedMessage): SourceMessage {
  const author: Author = {
    id: message.authorId,
    name: message.authorName,
    login: null,
    roles: [],
    identifiable: message.authorId !== '',
  };
  return {
    messageId: message.messageId,
    sentAt: message.time ?? null,
    author,
    text: message.text,
    emotes: [],
    kind: 'text',
    paid: null,
    reply: null,
    originId: null,
  };
}
