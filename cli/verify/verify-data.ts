import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCodec, type EventCodec } from '../../core/events/codec.ts';
import { PARTITIONS } from '../../core/events/topics.ts';
import { createModeratorActs, type ModeratorActs } from './acts.ts';
import { readDeadLetters } from './dead-letters.ts';
import { checkLedger } from './ledger-check.ts';
import { ledgerLength } from './ledger.ts';
import { checkPartition } from './partition-check.ts';
import { createFindings, type VerifyReport } from './report.ts';
import type { Snapshot, Snapshots } from './sources.ts';

export interface VerifyOptions {
  /** What to check; closed at the end. */
  readonly snapshots: Snapshots;
  /** A list of acknowledged message keys, one a line, kept outside of the log. */
  readonly ledgerFile?: string;
  /** Ids of the ledger held at a time, for tests. */
  readonly ledgerPartSize?: number;
  /** Problems kept with their details, per rule; default 20. */
  readonly maxProblems?: number;
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly phase: 'log' | 'ledger';
  /** Records of `chat.raw` read so far, and in the log; for the ledger, steps without a known end. */
  readonly done: number;
  readonly total: number;
}

/** Records between two pauses, in which the event loop runs. */
const PAUSE_EVERY = 5_000;

/**
 * Proves from the log that every accepted message is archived once and counted once, that retractions hold, and, with a
 * ledger, that every acknowledged one is there. Reads only; beside a running server it judges each partition as it stood
 * when its turn came, by what every part says that it has done. Memory does not grow with the number of messages.
 * @throws ChatpulseError where a file cannot be read
 */
export async function verifyData(options: VerifyOptions): Promise<VerifyReport> {
  const findings = createFindings(options.maxProblems ?? 20);
  const codec = createCodec();
  // Before the log: whatever it names by now is in the log that is seen later.
  const length = options.ledgerFile === undefined ? 0 : ledgerLength(options.ledgerFile);
  const { snapshots } = options;
  try {
    const moderators = followModerators(codec);
    const setAside = new Set<string>();
    let done = 0;
    let total = 0;

    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      const snapshot = snapshots.take();
      if (partition === 0) total = countRecords(snapshot);
      moderators.follow(snapshot);
      // Anew for each snapshot: a record must not be missed for having been set aside a moment ago.
      const dead = readDeadLetters(snapshot.log, PARTITIONS);
      const check = checkPartition({
        partition,
        partitions: PARTITIONS,
        snapshot,
        codec,
        findings,
        dead,
        moderators: moderators.acts,
        onSetAside: (rawOffset) => void setAside.add(`${partition}/${rawOffset}`),
      });
      while (!check.next().done) {
        done += 1;
        if (done % PAUSE_EVERY !== 0) continue;
        options.onProgress?.({ phase: 'log', done, total: Math.max(done, total) });
        await nextTurn();
      }
      findings.deadLetters(dead.counts);
    }

    if (options.ledgerFile !== undefined) {
      const snapshot = snapshots.take();
      moderators.follow(snapshot);
      let steps = 0;
      await checkLedger({
        file: options.ledgerFile,
        length,
        snapshot,
        partitions: PARTITIONS,
        codec,
        findings,
        dead: readDeadLetters(snapshot.log, PARTITIONS),
        moderators: moderators.acts,
        isSetAside: (partition, rawOffset) => setAside.has(`${partition}/${rawOffset}`),
        ...(options.ledgerPartSize === undefined ? {} : { partSize: options.ledgerPartSize }),
        step() {
          steps += 1;
          options.onProgress?.({ phase: 'ledger', done: steps, total: 0 });
          return nextTurn();
        },
      });
    }
    return findings.report();
  } finally {
    snapshots.close();
  }
}

function countRecords({ log }: Snapshot): number {
  let sum = 0;
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const { start, end } = log.range('chat.raw', partition);
    sum += end - start;
  }
  return sum;
}

/** Acts of moderators as far as the archive of the latest snapshot has read them; each record is read once. */
function followModerators(codec: EventCodec): { acts: ModeratorActs; follow(snapshot: Snapshot): void } {
  const acts = createModeratorActs(codec);
  const readTo = new Map<number, number>();
  return {
    acts,
    follow({ log, archive }) {
      for (let partition = 0; partition < PARTITIONS; partition += 1) {
        const range = log.range('moderation.events', partition);
        const from = readTo.get(partition) ?? range.start;
        const to = Math.min(range.end, archive.position('moderation.events', partition)?.nextOffset ?? 0);
        for (const record of log.records('moderation.events', partition, from, to)) acts.take(record);
        readTo.set(partition, Math.max(from, to));
      }
    },
  };
}
