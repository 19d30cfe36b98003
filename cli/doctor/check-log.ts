import { crc32 } from 'node:zlib';
import { PARTITIONS } from '../../core/events/topics.ts';
import { describeError } from '../../core/errors.ts';
import { openLogReader } from '../../core/log/embedded/log-reader.ts';
import { plural } from '../../core/plural.ts';
import { openSqlite } from '../../core/storage/sqlite.ts';
import { Statements } from '../../sinks/sqlite/statements.ts';
import { grouped } from '../progress-line.ts';
import { readDeadLetters } from '../verify/dead-letters.ts';
import { logSource } from '../verify/embedded-log-source.ts';
import type { LogSource, Snapshot } from '../verify/sources.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const SAMPLE = 2_000;

/** Checksums of stored batches: all of a small log, else every so-many-th. */
export function checkChecksums(logFile: string, options: { readonly thorough: boolean }): Finding {
  const database = openSqlite({ file: logFile, mode: 'read' });
  try {
    const sql = new Statements(database);
    const total = sql.first<[number]>('SELECT count(*) FROM batches')?.[0] ?? 0;
    const step = options.thorough ? 1 : Math.max(1, Math.ceil(total / SAMPLE));
    let checked = 0;
    const wrong: number[] = [];
    // Ids alone are few bytes each; the payloads come one at a time.
    for (let after = -1; ;) {
      const ids = sql.all<[number]>('SELECT id FROM batches WHERE id > ? ORDER BY id LIMIT 10000', after);
      for (const [index, [id]] of ids.entries()) {
        if (index % step !== 0) continue;
        const row = sql.first<[number, Uint8Array]>('SELECT crc, payload FROM batches WHERE id = ?', id);
        // Retention may have deleted it meanwhile.
        if (!row) continue;
        checked += 1;
        if (crc32(row[1]) !== row[0]) wrong.push(id);
      }
      const last = ids.at(-1)?.[0];
      if (last === undefined) break;
      after = last;
    }
    const looked = `${grouped(checked)} of ${grouped(total)} ${plural(total, 'batch', 'batches')}`;
    return wrong.length === 0
      ? ok('checksums', `${looked} are as they were written`)
      : fail(
          'checksums',
          `Of ${looked} ${grouped(wrong.length)} do not match their checksum.`,
          'Check the disk. The records concerned go to the dead-letter topic; `chatpulse verify` says which messages they were. Restore log.db from a backup if they matter.',
        );
  } finally {
    database.close();
  }
}

/** A part of a running server that is further behind than this does not keep up. */
const MUCH = 20_000;

/** How far each part is behind, and what was set aside. */
export function checkParts(
  snapshot: Pick<Snapshot, 'archive' | 'metrics'>,
  logFile: string,
  held: boolean,
): Finding[] {
  const reader = openLogReader(logFile);
  try {
    const log = logSource(reader);
    const { archive, metrics } = snapshot;
    const parts: readonly (readonly [string, string, (partition: number) => number | undefined])[] = [
      ['analyze', 'chat.raw', (partition) => log.committed('analyze', 'chat.raw', partition)?.readTo],
      [
        'windows',
        'chat.analyzed',
        (partition) => log.committed('windows', 'chat.analyzed', partition)?.readTo,
      ],
      ['words', 'chat.analyzed', (partition) => log.committed('words', 'chat.analyzed', partition)?.readTo],
      ['alerts', 'chat.windows', (partition) => log.committed('alerts', 'chat.windows', partition)?.readTo],
      ['archive', 'chat.analyzed', (partition) => archive.position('chat.analyzed', partition)?.nextOffset],
      ['metrics', 'chat.windows', (partition) => metrics.position('chat.windows', partition)?.nextOffset],
    ];
    return [...parts.map(([part, topic, at]) => lagOf(log, { part, topic, at, held })), deadLetters(log)];
  } catch (error) {
    return [fail('parts', describeError(error), 'See the findings on log.db.')];
  } finally {
    reader.close();
  }
}

function lagOf(
  log: LogSource,
  of: {
    readonly part: string;
    readonly topic: string;
    readonly at: (partition: number) => number | undefined;
    readonly held: boolean;
  },
): Finding {
  let lag = 0;
  let lost = 0;
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const { start, end } = log.range(of.topic, partition);
    const at = of.at(partition) ?? start;
    lag += Math.max(0, end - at);
    lost += Math.max(0, start - at);
  }
  const name = `lag ${of.part}`;
  if (lost > 0)
    return fail(
      name,
      `It has not read ${grouped(lost)} ${plural(lost, 'record')} of ${of.topic} that ${plural(lost, 'is', 'are')} deleted already.`,
      'Run `chatpulse skip-lost`, which records what is lost and lets it go on; raise CHATPULSE_RETENTION_DAYS.',
    );
  if (lag === 0) return ok(name, 'nothing waits');
  const what = `${grouped(lag)} ${plural(lag, 'record')} of ${of.topic} ${plural(lag, 'waits', 'wait')} for it`;
  if (!of.held) return ok(name, `${what}; it goes on at the next start`);
  return lag > MUCH
    ? warn(name, what, 'See /api/status and the log of the server for its last error.')
    : ok(name, what);
}

function deadLetters(log: LogSource): Finding {
  const { counts } = readDeadLetters(log, PARTITIONS);
  if (counts.length === 0) return ok('dead letters', 'none');
  const what = counts.map(
    ({ topic, handler, reason, count }) => `${grouped(count)} of ${topic} by ${handler} (${reason})`,
  );
  return warn(
    'dead letters',
    what.join('; '),
    'They are kept as they came in the topic with the ending .dlq; the rest went on.',
  );
}
