/**
 * Measures the embedded archive: writes with their search index, then queries and an export, on one broadcast.
 * `npm run bench:archive [messages]`, default 1,000,000. Beside the rates stands a baseline of the same run: bare inserts
 * of rows of the same size into SQLite.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openSqlite } from '../core/storage/sqlite.ts';
import {
  openEmbeddedArchive,
  openEmbeddedArchiveReader,
} from '../sinks/archive/embedded/embedded-archive.ts';
import type { ArchiveEntry, MessageQuery } from '../sinks/archive/port.ts';
import {
  messageEntry,
  removedEntry,
  SAMPLE_BROADCAST,
  sampleBatch,
  sampleTime,
  sanctionedEntry,
} from '../sinks/archive/sample-events.ts';
import { makeChatText } from './chat-text.ts';

const BATCH = 1000;
const total = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'chatpulse-bench-archive-'));
try {
  const baseline = measureBaseline(join(folder, 'baseline.db'));
  console.log(`baseline: bare inserts ${perSecond(baseline)}`);
  await measureArchive(join(folder, 'archive.db'), baseline);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measureBaseline(file: string): number {
  const database = openSqlite({
    file,
    mode: 'write',
    synchronous: 'NORMAL',
    schema: 'CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)',
  });
  const insert = database.prepare('INSERT INTO t VALUES (?, ?)');
  const { value } = messageEntry({ rawOffset: 1, messageId: randomUUID(), text: makeChatText(1) });
  const rows = Math.min(total, 200_000);
  const start = performance.now();
  for (let i = 0; i < rows;) {
    database.exec('BEGIN');
    for (let k = 0; k < BATCH; k++) insert.run([i++, value]);
    database.exec('COMMIT');
  }
  const rate = rows / ((performance.now() - start) / 1000);
  database.close();
  return rate;
}

async function measureArchive(file: string, baseline: number): Promise<void> {
  const archive = openEmbeddedArchive({ file });
  let writing = 0;
  let busy = 0;
  let slowest = 0;
  const step = Math.max(BATCH, Math.floor(total / 5 / BATCH) * BATCH);
  let atStep = 0;
  for (let offset = 0; offset < total; offset += BATCH) {
    const entries = makeEntries(offset);
    const start = performance.now();
    const cpu = process.cpuUsage();
    await archive.write(sampleBatch(entries));
    const took = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    busy += (user + system) / 1e6;
    writing += took;
    slowest = Math.max(slowest, took);
    if ((offset + BATCH) % step === 0) {
      console.log(`  ${offset + BATCH}: ${perSecond(step / ((writing - atStep) / 1000))}`);
      atStep = writing;
    }
  }
  const rate = total / (writing / 1000);
  console.log(
    `write with index: ${perSecond(rate)} (${(rate / baseline).toFixed(2)} of the baseline), ` +
      `${perSecond(total / busy)} per second of processor time, slowest batch ${slowest.toFixed(0)} ms, ` +
      `${(statSync(file).size / total).toFixed(0)} bytes per message, ${memory()}`,
  );
  const reader = openEmbeddedArchiveReader({ file });
  const pick = (): number => Math.floor(Math.random() * total);
  const queries: Record<string, () => Partial<MessageQuery>> = {
    'page, newest': () => ({}),
    'page, before': () => ({ before: pick() }),
    'page, after': () => ({ after: pick() }),
    'page, 500, before': () => ({ before: pick(), limit: 500 }),
    'page, from': () => ({ from: sampleTime(pick()) }),
    'search, common syllables': () => ({ text: '방송', before: pick() }),
    'search, common syllables, oldest': () => ({ text: '방송', after: 0 }),
    'search, one letter': () => ({ text: 'ㅋ', before: pick() }),
    'search, rare word': () => ({ text: `희귀단어${pick() % 7}` }),
    'search, rare pair': () => ({ text: '희귀' }),
    'search, absent': () => ({ text: '없는말이다' }),
    'search, inside a word': () => ({ text: '밌네', before: pick() }),
    'search, two common words': () => ({ text: '방송 ㅋㅋ' }),
    'search, made of common pairs': () => ({ text: 'ㅋㅋㅎㅎㅋㅋㅎㅋ' }),
    'author, chatty': () => ({ author: 'u3' }),
    'author, quiet': () => ({ author: `u${20_000 + (pick() % 20_000)}` }),
    'author, by name': () => ({ author: `시청자${pick() % 40_000}` }),
    'label, common': () => ({ label: 'negative', before: pick() }),
    'label, rare': () => ({ label: 'fear', before: pick() }),
    'label, paid': () => ({ label: 'paid' }),
    'label, removed': () => ({ label: 'removed', before: pick() }),
    'label and text': () => ({ label: 'profane', text: '방송' }),
    'author and text': () => ({ author: 'u3', text: '재밌' }),
  };
  console.log('query                                p50 ms  p95 ms  items');
  for (const [name, make] of Object.entries(queries)) {
    const times: number[] = [];
    let items = 0;
    for (let i = 0; i < 60; i++) {
      const query = { broadcastId: SAMPLE_BROADCAST, limit: 50, ...make() };
      const start = performance.now();
      const page = await reader.messages(query);
      times.push(performance.now() - start);
      items += page.items.length;
    }
    report(name, times, (items / 60).toFixed(1));
  }
  for (const [name, run] of Object.entries({
    totals: () => reader.totals(SAMPLE_BROADCAST),
    offenders: () => reader.offenders({ broadcastId: SAMPLE_BROADCAST, limit: 20 }),
  })) {
    const times: number[] = [];
    for (let i = 0; i < 10; i++) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
    report(name, times, '');
  }
  const start = performance.now();
  let exported = 0;
  let most = 0;
  for await (const block of reader.export(SAMPLE_BROADCAST)) {
    exported += block.length;
    if (exported % 50_000 === 0) most = Math.max(most, process.memoryUsage().rss);
  }
  console.log(
    `export: ${perSecond(exported / ((performance.now() - start) / 1000))}, ${exported} messages, at most ${(most / 2 ** 20).toFixed(0)} MB resident`,
  );
  await reader.close();
  await archive.close();
}

function makeEntries(offset: number): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  for (let i = offset; i < offset + BATCH; i++) {
    const author = Math.floor(Math.random() ** 3 * 40_000);
    const dice = Math.random();
    if (i % 500 === 499) entries.push(removedEntry(i, `missing${i}`));
    else if (i % 2000 === 1000) entries.push(sanctionedEntry(i, `u${author}`));
    else
      entries.push(
        messageEntry({
          rawOffset: i,
          messageId: randomUUID(),
          authorId: `u${author}`,
          authorName: `시청자${author}`,
          text: i % 150_000 === 77_777 ? `이건 희귀단어${i % 7} 입니다` : makeChatText(dice),
          sentiment: dice < 0.2 ? 'negative' : dice < 0.5 ? 'positive' : 'neutral',
          emotion: dice < 0.0001 ? 'fear' : dice < 0.4 ? 'joy' : 'peace',
          profane: dice > 0.95,
          paid: dice > 0.99995,
        }),
      );
  }
  return entries;
}

function report(name: string, times: number[], note: string): void {
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(7);
  console.log(`${name.padEnd(36)}${at(0.5)} ${at(0.95)}  ${note}`);
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}

function memory(): string {
  return `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB resident`;
}
