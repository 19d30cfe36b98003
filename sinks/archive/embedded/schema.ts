/**
 * Tables of the archive file. A message's key is `broadcast.no * 2^34 + rawOffset`: all of a broadcast lies together in
 * order of time, and both parts fit a number that JavaScript holds exactly (half a million broadcasts, 17 thousand
 * million records in a partition).
 *
 * Facts: content, removal, sanction, clear, verdict, erased, words_minute, position. All else is derived from them.
 */
const OFFSET_SPAN = 2 ** 34;

/** The key of the first possible message of a broadcast; `offset` -1 gives a key below all of them. */
export function contentId(broadcastNo: number, rawOffset: number): number {
  return broadcastNo * OFFSET_SPAN + rawOffset;
}

/** Keys of a broadcast are below this one. */
export function contentEnd(broadcastNo: number): number {
  return (broadcastNo + 1) * OFFSET_SPAN;
}

export function rawOffsetOf(id: number): number {
  return id % OFFSET_SPAN;
}

/** Whether the offset fits the key. */
export function isStorableOffset(rawOffset: number): boolean {
  return Number.isSafeInteger(rawOffset) && rawOffset >= 0 && rawOffset < OFFSET_SPAN - 1;
}

/** "CPar": tells an archive file from any other. */
export const ARCHIVE_APPLICATION_ID = 0x43506172;

export const ARCHIVE_SCHEMA = `
CREATE TABLE IF NOT EXISTS broadcast(
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, platform TEXT NOT NULL DEFAULT '',
  messages INTEGER NOT NULL DEFAULT 0,
  sealed_upto INTEGER NOT NULL DEFAULT -1  -- segments hold all content up to this offset, but for the rows of late
);
CREATE TABLE IF NOT EXISTS author(
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, platform TEXT NOT NULL, name TEXT NOT NULL,
  name_key TEXT NOT NULL,                  -- the name as searches compare it
  person INTEGER NOT NULL,                 -- the first number of the same id, or the own one
  UNIQUE(id, platform, name)
);
CREATE INDEX IF NOT EXISTS author_name ON author(name_key, platform);
CREATE INDEX IF NOT EXISTS author_renamed ON author(no, person) WHERE person <> no;
CREATE TABLE IF NOT EXISTS content(
  id INTEGER PRIMARY KEY, author INTEGER NOT NULL, time INTEGER NOT NULL, labels INTEGER NOT NULL,
  message_id TEXT NOT NULL, search TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS late(id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS segment(
  no INTEGER PRIMARY KEY, broadcast INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  size INTEGER NOT NULL, offsets BLOB NOT NULL, ids BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS segment_last ON segment(broadcast, last, no, first, size);
CREATE TABLE IF NOT EXISTS posting(key INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS content_profane ON content(id, author, labels) WHERE labels & 1024;
CREATE TABLE IF NOT EXISTS removal(
  broadcast INTEGER NOT NULL, message_id TEXT NOT NULL, off INTEGER NOT NULL, at INTEGER NOT NULL,
  awaited INTEGER NOT NULL,                -- 1 while the message has not come
  PRIMARY KEY(broadcast, message_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanction(
  broadcast INTEGER NOT NULL, author_id TEXT NOT NULL, off INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(broadcast, author_id, off)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clear(
  broadcast INTEGER NOT NULL, off INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(broadcast, off)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS retracted(
  id INTEGER PRIMARY KEY, author INTEGER NOT NULL, off INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS verdict(
  broadcast INTEGER NOT NULL, message_id TEXT NOT NULL,
  hidden INTEGER NOT NULL, hidden_off INTEGER NOT NULL, approved INTEGER NOT NULL, approved_off INTEGER NOT NULL,
  PRIMARY KEY(broadcast, message_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased(
  platform TEXT NOT NULL, author_id TEXT NOT NULL, PRIMARY KEY(platform, author_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS words_minute(
  broadcast INTEGER NOT NULL, start INTEGER NOT NULL, stamp INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(broadcast, start)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS position(
  topic TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL, stamp INTEGER NOT NULL,
  PRIMARY KEY(topic, partition)
) WITHOUT ROWID;
`;
