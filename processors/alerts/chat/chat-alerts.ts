import type { EventLog } from '../../../core/log/port.ts';
import type {
  Output,
  ProcessorDefinition,
  ProcessorTask,
  TaskOptions,
} from '../../../core/runtime/processor.ts';
import type { AlertSurroundings } from '../port.ts';
import { createBroadcastAlerts, type BroadcastAlerts } from './broadcast-alerts.ts';

/** What is usual is known from half an hour: so much is read again after an assignment, and never more records. */
const READ_AGAIN_MS = 45 * 60_000;
const READ_AGAIN_RECORDS = 200_000;
/** What the log took longer ago is no news: it tells what is usual, and nobody is told of it any more. */
const NEWS_MS = 10 * 60_000;

/** What the processor asks of its surroundings beside what the detectors ask. */
interface ChatAlertSurroundings extends AlertSurroundings {
  /** Resolves when what whoever had a partition before has told is known. */
  caughtUp(): Promise<void>;
}

/** Whoever has this partition watches the pipeline as well: of several processes one. */
const WATCHING_PARTITION = 0;

export interface ChatAlertsOptions {
  /** Called once a second by one of the processes, for what is no chat. */
  readonly watch?: (out: Output) => void;
}

/** `chat.windows` -> `alert.events`: surges, bursts and silence in the chat of broadcasts. */
export function chatAlertsProcessor(
  around: ChatAlertSurroundings,
  options: ChatAlertsOptions = {},
): ProcessorDefinition {
  return {
    name: 'alerts',
    input: 'chat.windows',
    createTask: ({ partition }) => createTask(around, partition === WATCHING_PARTITION ? options : {}),
    async restoreFrom(options) {
      await around.caughtUp();
      return restoreFrom(options);
    },
  };
}

/** By append times, since the windows of a recording carry times of long ago. */
async function restoreFrom({
  partition,
  committed,
  log,
}: TaskOptions & { readonly log: EventLog }): Promise<number> {
  const at = { topic: 'chat.windows', partition };
  const range = (await log.ranges(at.topic)).find((one) => one.partition === partition);
  const first = range?.start ?? 0;
  if (!committed || committed.offset <= first) return first;
  const [last] = await log.read({ ...at, offset: committed.offset - 1, maxRecords: 1 });
  if (!last) return committed.offset;
  const byTime = await log.offsetForTime(at, last.appendTime - READ_AGAIN_MS);
  return Math.max(first, byTime, committed.offset - READ_AGAIN_RECORDS);
}

const NOWHERE: Output = { emit: () => undefined };

function createTask(around: AlertSurroundings, { watch }: ChatAlertsOptions): ProcessorTask {
  const broadcasts = new Map<string, BroadcastAlerts>();
  let live = false;

  /** From the first record that is news on, what the log says is open counts. */
  function goLive(): void {
    if (live) return;
    live = true;
    for (const broadcast of broadcasts.values()) broadcast.adopt();
  }

  function broadcastOf(id: string): BroadcastAlerts {
    let broadcast = broadcasts.get(id);
    if (!broadcast) {
      broadcasts.set(id, (broadcast = createBroadcastAlerts(id, around)));
      if (live) broadcast.adopt();
    }
    return broadcast;
  }

  return {
    process({ event, appendTime }, out, restoring) {
      if (event.type !== 'WindowUpdated')
        throw new TypeError(`${event.type} does not belong into chat.windows`);
      const age = around.now() - appendTime;
      if (age > READ_AGAIN_MS) return;
      const isNews = !restoring && age <= NEWS_MS;
      if (isNews) goLive();
      else live = false;
      broadcastOf(event.data.broadcastId).take(event.data, appendTime, isNews ? out : NOWHERE);
    },
    publishProvisional(out) {
      goLive();
      for (const [id, broadcast] of broadcasts) if (broadcast.tick(out)) broadcasts.delete(id);
      watch?.(out);
    },
    commitPoint: ({ nextOffset, stamp }) => ({ offset: nextOffset, readTo: nextOffset, stamp }),
  };
}
