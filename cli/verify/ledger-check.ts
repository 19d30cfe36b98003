import type { EventCodec } from '../../core/events/codec.ts';
import { messageKey } from '../../core/events/ids.ts';
import type { ModeratorActs } from './acts.ts';
import { decode } from './analyzed-stream.ts';
import type { DeadLetters } from './dead-letters.ts';
import { createLedgerPart, hashOf, LEDGER_PART, ledgerLines, type LedgerPart } from './ledger.ts';
import type { Findings } from './report.ts';
import { createRepeatRule } from './rules.ts';
import type { Snapshot } from './sources.ts';

export interface LedgerCheckOptions {
  readonly file: string;
  /** Bytes of it to look at: taken before the snapshot, which then has everything that they name. */
  readonly length: number;
  readonly snapshot: Snapshot;
  readonly partitions: number;
  readonly codec: EventCodec;
  readonly findings: Findings;
  readonly dead: DeadLetters;
  readonly moderators: ModeratorActs;
  /** Whether the archive set aside the message of this `chat.raw` offset. */
  readonly isSetAside: (partition: number, rawOffset: number) => boolean;
  /** Ids held at a time; default {@link LEDGER_PART}. */
  readonly partSize?: number;
  /** Called now and then; may pause. */
  readonly step: () => Promise<void> | void;
}

const ROWS_AT_ONCE = 2_000;

/** Looks for every id of the ledger in the log and in the archive. */
export async function checkLedger(options: LedgerCheckOptions): Promise<void> {
  const { file, length, findings, partSize = LEDGER_PART } = options;
  const hashes = new Float64Array(Math.min(partSize, Math.ceil(length / 4) + 1));
  let filled = 0;
  let before = 0;
  const missing = new Map<number, 'nowhere' | 'log only'>();

  async function comparePart(): Promise<void> {
    const part = createLedgerPart(hashes.slice(0, filled));
    await compare(part, options);
    const { nowhere, onlyLog, onlyArchive } = part.result();
    findings.checked('ledger', part.size);
    findings.unprovable(
      'acknowledged messages that chat.raw no longer keeps; the archive has them',
      onlyArchive,
    );
    for (const index of nowhere) missing.set(before + index, 'nowhere');
    for (const index of onlyLog) missing.set(before + index, 'log only');
    before += filled;
    filled = 0;
  }

  for await (const line of ledgerLines(file, length)) {
    hashes[filled] = hashOf(line);
    filled += 1;
    if (filled === hashes.length) await comparePart();
  }
  if (filled > 0) await comparePart();
  if (missing.size > 0) await tell(missing, options);
}

/** Reads log and archive once, marking what is there. */
async function compare(part: LedgerPart, options: LedgerCheckOptions): Promise<void> {
  const { snapshot, partitions, codec, dead, moderators } = options;
  const { log, archive } = snapshot;
  let count = 0;
  for (let partition = 0; partition < partitions; partition += 1) {
    const { start, end } = log.range('chat.raw', partition);
    const archivedUpTo = archive.position('chat.analyzed', partition)?.stamp ?? -1;
    const neverArchived = dead.lost.flatMap((lost) =>
      lost.handler === 'archive' && lost.partition === partition && lost.stamps ? [lost.stamps] : [],
    );
    const repeats = createRepeatRule();
    for (const record of log.records('chat.raw', partition, start, end)) {
      const event = record.damaged === undefined ? decode(codec, record.value) : undefined;
      if (event?.type !== 'MessagePosted') continue;
      const excused =
        repeats.judge(event.data, record.offset) === 'copy' ||
        record.offset > archivedUpTo ||
        dead.has('analyze', 'chat.raw', partition, record.offset) ||
        options.isSetAside(partition, record.offset) ||
        neverArchived.some(({ above, below }) => record.offset > above && record.offset < below) ||
        moderators.isErased(event.data);
      part.inLog(messageKey(event.data.broadcastId, event.data.messageId), excused);
      count += 1;
      if (count % ROWS_AT_ONCE === 0) await options.step();
    }
  }
  for (const { id } of archive.broadcasts())
    for (let above = -1; ;) {
      const rows = archive.messageIds(id, above, ROWS_AT_ONCE);
      for (const { messageId } of rows) part.archived(messageKey(id, messageId));
      const last = rows.at(-1);
      if (!last) break;
      above = last.rawOffset;
      await options.step();
    }
}

/** Reads the ledger again for the names of what is missing. */
async function tell(
  missing: ReadonlyMap<number, 'nowhere' | 'log only'>,
  { file, length, findings, snapshot, partitions }: LedgerCheckOptions,
): Promise<void> {
  let trimmed = false;
  for (let partition = 0; partition < partitions; partition += 1)
    trimmed ||= snapshot.log.range('chat.raw', partition).start > 0;
  let index = 0;
  for await (const line of ledgerLines(file, length)) {
    const where = missing.get(index);
    index += 1;
    if (!where) continue;
    if (where === 'log only')
      findings.problem({
        rule: 'ledger',
        kind: 'lost',
        what: `${line} is in the log, and not in the archive`,
      });
    else if (trimmed)
      findings.unprovable(
        'acknowledged messages that are in no file, which the log no longer goes back far enough to judge',
      );
    else
      findings.problem({
        rule: 'ledger',
        kind: 'lost',
        what: `${line} was acknowledged and is neither in the log nor in the archive`,
      });
  }
}
