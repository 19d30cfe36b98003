import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useMortalMongo } from '../../../tests/services/test-databases.ts';
import { sinkThroughOutage } from '../../../tests/services/through-outage.ts';
import { archiveSink } from '../archive-sink.ts';
import type { ArchiveBatch, ChatArchive } from '../port.ts';
import { messageEntry, SAMPLE_BROADCAST, sampleBatch } from '../sample-events.ts';
import { openMongoArchive } from './mongo-archive.ts';

const mongo = useMortalMongo();
const UNAVAILABLE = expect.objectContaining({ code: 'CHATPULSE_ARCHIVE_UNAVAILABLE' }) as Error;

const message = (rawOffset: number): ArchiveBatch => sampleBatch([messageEntry({ rawOffset })]);
const ask = { broadcastId: SAMPLE_BROADCAST, limit: 500 };

describe('an archive whose server goes away', () => {
  let archive: ChatArchive;
  const stored = async (): Promise<number[]> =>
    (await archive.messages(ask)).items.map(({ analyzed }) => analyzed.rawOffset);

  beforeEach(async () => {
    await mongo.server.start();
    archive = await openMongoArchive({ url: mongo.freshUrl() });
  });
  afterEach(async () => {
    await archive.close();
  });

  it('refuses writes and queries with a coded error, and takes both again when the server is back', async () => {
    await archive.write(message(1));
    await mongo.server.stop();
    await expect(archive.write(message(2))).rejects.toThrow(UNAVAILABLE);
    await expect(archive.ping()).rejects.toThrow(UNAVAILABLE);
    await expect(archive.messages(ask)).rejects.toThrow(UNAVAILABLE);
    await expect(archive.totals(SAMPLE_BROADCAST)).rejects.toThrow(UNAVAILABLE);
    await expect(archive.offenders(ask)).rejects.toThrow(UNAVAILABLE);
    await expect(archive.words(ask)).rejects.toThrow(UNAVAILABLE);
    await expect(archive.export(SAMPLE_BROADCAST)[Symbol.asyncIterator]().next()).rejects.toThrow(
      UNAVAILABLE,
    );
    await mongo.server.start();
    await archive.write(message(2));
    expect(await stored()).toEqual([1, 2]);
  });

  it('opens while the server is away, and makes its indexes when it is there', async () => {
    await mongo.server.stop();
    const other = await openMongoArchive({ url: mongo.freshUrl() });
    await expect(other.write(message(1))).rejects.toThrow(UNAVAILABLE);
    await mongo.server.start();
    await other.write(message(1));
    expect(await other.totals(SAMPLE_BROADCAST)).toMatchObject({ messages: 1 });
    await other.close();
  });

  it('notices a server that hangs, and goes on when it wakes', async () => {
    await archive.write(message(1));
    process.kill(mongo.server.pid, 'SIGSTOP');
    try {
      // It may answer once more before it stops.
      const outcome = (): Promise<unknown> =>
        archive.messages(ask).then(
          () => 'an answer',
          (error: unknown) => error,
        );
      await expect
        .poll(outcome, { timeout: 60_000 })
        .toMatchObject({ code: 'CHATPULSE_ARCHIVE_UNAVAILABLE' });
    } finally {
      process.kill(mongo.server.pid, 'SIGCONT');
    }
    await archive.write(message(2));
    expect(await stored()).toEqual([1, 2]);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('loses nothing of a log through %s', async (signal) => {
    await sinkThroughOutage({
      sink: archiveSink(archive, { keepsPositions: false }),
      topic: 'chat.analyzed',
      key: SAMPLE_BROADCAST,
      valueOf: (rawOffset) => messageEntry({ rawOffset }).value,
      server: mongo.server,
      signal,
      stored: async () => (await stored()).length,
      complete: () =>
        expect
          .poll(async () => (await archive.totals(SAMPLE_BROADCAST)).messages, { timeout: 60_000 })
          .toBe(300),
    });
    expect(await stored()).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });
});
