import type { EventCodec } from '../../core/events/codec.ts';
import type { TopicName } from '../../core/events/topics.ts';
import type { LogRecord } from '../../core/log/port.ts';
import { partitionOf } from '../../core/log/partitioner.ts';
import type { WordCounts } from '../../processors/words/word-counts.ts';
import { createPlatformActs, type ModeratorActs } from './acts.ts';
import { createAnalysisCheck } from './analysis-check.ts';
import { createAnalyzedStream, type AnalyzedRecord } from './analyzed-stream.ts';
import { createArchiveCheck } from './archive-check.ts';
import { createClosedCheck } from './closed-check.ts';
import type { DeadLetters } from './dead-letters.ts';
import { createDeletedUnread, type DeletedUnread } from './deleted-unread.ts';
import { countFigure, countsAsFigure, differentFigures, emptyFigures, type Figures } from './figures.ts';
import { readPublishedTail, type PublishedTailOptions } from './published-tail.ts';
import type { Findings } from './report.ts';
import { MINUTE_MS } from './rules.ts';
import type { Snapshot } from './sources.ts';
import { createWindowRule, type ClosedWindow } from './window-rule.ts';
import { countsAsWords, countWordsOf, differentWords, emptyWordList } from './word-lists.ts';

export interface PartitionCheckOptions {
  readonly partition: number;
  /** Partitions of every topic. */
  readonly partitions: number;
  readonly snapshot: Snapshot;
  readonly codec: EventCodec;
  readonly findings: Findings;
  readonly dead: DeadLetters;
  /** Acts of moderators in all partitions, as far as the archive of this snapshot has read. */
  readonly moderators: ModeratorActs;
  /** Told of messages that the archive set aside as dead letters. */
  readonly onSetAside: (rawOffset: number) => void;
}

const WINDOW_SIZES = [10_000, MINUTE_MS] as const;

/**
 * Checks one partition, record by record of `chat.raw`; what is made from it is read alongside. Yields after each
 * record, so that the caller can pause and tell how far it is.
 */
export function* checkPartition(options: PartitionCheckOptions): Generator<undefined, void> {
  const { partition, snapshot, codec, findings, dead } = options;
  const { log } = snapshot;
  const raw = log.range('chat.raw', partition);
  const analyzed = log.range('chat.analyzed', partition);
  const trimmed = analyzed.start > 0;
  checkPositions(options);

  const windows = windowsCheck(options, trimmed);
  const words = wordsCheck(options, trimmed);
  const archive = archiveCheck(options, trimmed);
  const windowRule = createWindowRule<Figures>({
    sizes: WINDOW_SIZES,
    empty: emptyFigures,
    counts: countsAsFigure,
    count: countFigure,
    onClose: (window: ClosedWindow<Figures>) => windows.take(window),
    trimmed,
  });
  const wordRule = createWindowRule<WordCounts>({
    sizes: [MINUTE_MS],
    empty: emptyWordList,
    counts: countsAsWords,
    count: countWordsOf,
    onClose: (window: ClosedWindow<WordCounts>) => words.take(window),
    trimmed,
  });

  const analysis = createAnalysisCheck({
    partition,
    codec,
    findings,
    raw,
    analyzedRange: analyzed,
    committed: log.committed('analyze', 'chat.raw', partition),
    isDeadLetter: (offset) => dead.has('analyze', 'chat.raw', partition, offset),
    analyzed: createAnalyzedStream({
      records: inPlace(options, 'chat.analyzed'),
      codec,
      partition,
      findings,
      isDeadLetter: (offset) => dead.has('archive', 'chat.analyzed', partition, offset),
    }),
    onAnalyzed(record: AnalyzedRecord) {
      if (!dead.has('windows', 'chat.analyzed', partition, record.offset)) windowRule.take(record);
      if (!dead.has('words', 'chat.analyzed', partition, record.offset)) wordRule.take(record);
      archive.take(record);
    },
  });
  for (const record of inPlace(options, 'chat.raw')) {
    analysis.take(record);
    yield;
  }
  analysis.end();
  windows.end();
  words.end();
  archive.end();
  findings.note('windows that are still open', windowRule.open());
}

/** The kept records of a topic; says where some of them are gone, or stand in another partition than their key's. */
function* inPlace(
  { partition, partitions, snapshot, findings }: PartitionCheckOptions,
  topic: TopicName,
): Generator<LogRecord, void> {
  const { start, end } = snapshot.log.range(topic, partition);
  let next = start;
  for (const record of snapshot.log.records(topic, partition, start, end)) {
    if (record.offset !== next) gone(findings, { topic, partition, from: next, to: record.offset });
    next = record.offset + 1;
    if (record.damaged === undefined && partitionOf(record.key, partitions) !== partition)
      findings.problem({
        rule: 'log',
        kind: 'misplaced',
        what: `the key ${record.key} belongs into partition ${partitionOf(record.key, partitions)}`,
        topic,
        partition,
        offset: record.offset,
      });
    yield record;
  }
  if (next < end) gone(findings, { topic, partition, from: next, to: end });
}

function gone(
  findings: Findings,
  of: { readonly topic: string; readonly partition: number; readonly from: number; readonly to: number },
): void {
  findings.problem({
    rule: 'log',
    kind: 'lost',
    what: `the records of offsets ${of.from} to ${of.to - 1} are gone from the log`,
    topic: of.topic,
    partition: of.partition,
    offset: of.from,
  });
}

/** Whoever has read further than the log reaches has read another log. */
function checkPositions({ partition, snapshot, findings }: PartitionCheckOptions): void {
  const { log, archive, metrics } = snapshot;
  const parts: readonly (readonly [string, string, number | undefined])[] = [
    ['analyze', 'chat.raw', log.committed('analyze', 'chat.raw', partition)?.readTo],
    ['windows', 'chat.analyzed', log.committed('windows', 'chat.analyzed', partition)?.readTo],
    ['words', 'chat.analyzed', log.committed('words', 'chat.analyzed', partition)?.readTo],
    ['the archive', 'chat.analyzed', archive.position('chat.analyzed', partition)?.nextOffset],
    ['the archive', 'chat.words', archive.position('chat.words', partition)?.nextOffset],
    ['the archive', 'moderation.events', archive.position('moderation.events', partition)?.nextOffset],
    ['the metric store', 'chat.windows', metrics.position('chat.windows', partition)?.nextOffset],
  ];
  for (const [part, topic, at] of parts) {
    findings.checked('positions');
    const { end } = log.range(topic, partition);
    if (at !== undefined && at > end)
      findings.problem({
        rule: 'positions',
        kind: 'ahead',
        what: `${part} has read up to ${at}, and the log ends at ${end}: they do not belong together`,
        topic,
        partition,
        offset: at,
      });
  }
}

function windowsCheck(
  { partition, partitions, snapshot, codec, findings, dead }: PartitionCheckOptions,
  trimmed: boolean,
): ReturnType<
  typeof createClosedCheck<Figures, { start: number; figures: Readonly<Record<string, number>> }>
> {
  const { log, metrics } = snapshot;
  const published = { log, codec, topic: 'chat.windows', partition } as const;
  const nextOffset = metrics.position('chat.windows', partition)?.nextOffset ?? 0;
  const tail = readPublishedTail({ ...published, nextOffset });
  findings.pending('metrics', tail.records);
  return createClosedCheck({
    rule: 'windows',
    partition,
    findings,
    sizes: WINDOW_SIZES,
    broadcasts: metrics.broadcasts().filter((id) => partitionOf(id, partitions) === partition),
    load: (id, sizeMs, after, limit) => metrics.windows(id, sizeMs, after, limit),
    difference: differentFigures,
    committed: log.committed('windows', 'chat.analyzed', partition),
    tail,
    deletedUnread: deletedUnread(published, dead, 'metrics'),
    trimmed,
  });
}

function wordsCheck(
  { partition, partitions, snapshot, codec, findings, dead }: PartitionCheckOptions,
  trimmed: boolean,
): ReturnType<typeof createClosedCheck<WordCounts, { start: number; value: Uint8Array }>> {
  const { log, archive } = snapshot;
  const published = { log, codec, topic: 'chat.words', partition } as const;
  const nextOffset = archive.position('chat.words', partition)?.nextOffset ?? 0;
  const tail = readPublishedTail({ ...published, nextOffset });
  findings.pending('archive', tail.records);
  return createClosedCheck({
    rule: 'words',
    partition,
    findings,
    sizes: [MINUTE_MS],
    broadcasts: archive
      .broadcasts()
      .map(({ id }) => id)
      .filter((id) => partitionOf(id, partitions) === partition),
    load: (id, _sizeMs, after, limit) => archive.words(id, after, limit),
    difference: differentWords(codec),
    committed: log.committed('words', 'chat.analyzed', partition),
    tail,
    deletedUnread: deletedUnread(published, dead, 'archive'),
    trimmed,
  });
}

/** Which of the closed windows that a store does not have were deleted before its part had read them, by what is on record. */
function deletedUnread(
  published: Omit<PublishedTailOptions, 'nextOffset'>,
  dead: DeadLetters,
  part: string,
): DeletedUnread {
  const { log, topic, partition } = published;
  const ends = dead.lost
    .filter((lost) => lost.handler === part && lost.topic === topic && lost.partition === partition)
    .map(({ to }) => to);
  const lastEnd = Math.max(0, ...ends);
  const behind = readPublishedTail({ ...published, nextOffset: ends.length === 0 ? Infinity : lastEnd });
  return createDeletedUnread({
    stretches: ends.length,
    isBehind: ({ broadcastId, sizeMs, start }) => behind.isPending(broadcastId, sizeMs, start),
    behindIsWhole: log.range(topic, partition).start <= lastEnd,
  });
}

function archiveCheck(
  options: PartitionCheckOptions,
  trimmed: boolean,
): ReturnType<typeof createArchiveCheck> {
  const { partition, partitions, snapshot, codec, findings, dead, moderators, onSetAside } = options;
  const { log, archive } = snapshot;
  const nextOffset = archive.position('chat.analyzed', partition)?.nextOffset ?? 0;
  const { start, end } = log.range('chat.analyzed', partition);
  const platform = createPlatformActs(codec);
  for (const record of log.records('chat.analyzed', partition, start, Math.min(end, nextOffset)))
    if (!dead.has('archive', 'chat.analyzed', partition, record.offset)) platform.take(record);
  return createArchiveCheck({
    partition,
    findings,
    archive,
    broadcasts: archive.broadcasts().filter(({ id }) => partitionOf(id, partitions) === partition),
    platform,
    moderators,
    nextOffset,
    trimmed,
    isDeadLetter: (offset) => dead.has('archive', 'chat.analyzed', partition, offset),
    onSetAside,
  });
}
