import { afterEach, beforeEach } from 'vitest';
import type { ArchiveBatch, ArchivedMessage, MessagePage, ChatArchive, MessageQuery } from '../port.ts';
import { messageEntry, SAMPLE_BROADCAST, sampleBatch, type SampleMessage } from '../sample-events.ts';

/** An archive under test. `open` may be called again after the last one was closed: it must find what was stored. */
export interface ArchiveFixture {
  open(): Promise<ChatArchive>;
  dispose(): Promise<void>;
}

/** What the tests of the contract say to an archive and ask of it; of {@link SAMPLE_BROADCAST} unless told. */
export interface ArchiveRig {
  readonly archive: ChatArchive;
  say(...samples: SampleMessage[]): Promise<void>;
  moderate(...entries: ArchiveBatch['entries']): Promise<void>;
  ask(query?: Partial<MessageQuery>): Promise<MessagePage>;
  items(query?: Partial<MessageQuery>): Promise<readonly ArchivedMessage[]>;
  /** Offsets of the messages found. */
  offsets(query?: Partial<MessageQuery>): Promise<number[]>;
  /** What became of the message of an offset. */
  stateOf(rawOffset: number): Promise<Omit<ArchivedMessage, 'analyzed'> | undefined>;
  /** Closes the archive and opens it again. */
  reopen(): Promise<void>;
}

/** A new archive for each test. */
export function archiveRig(factory: () => Promise<ArchiveFixture>): ArchiveRig {
  let fixture: ArchiveFixture;
  let archive: ChatArchive;
  beforeEach(async () => {
    fixture = await factory();
    archive = await fixture.open();
  });
  afterEach(async () => {
    await archive.close();
    await fixture.dispose();
  });

  const rig: ArchiveRig = {
    get archive() {
      return archive;
    },
    say: (...samples) => archive.write(sampleBatch(samples.map(messageEntry))),
    moderate: (...entries) => archive.write(sampleBatch(entries, { topic: 'moderation.events' })),
    ask: (query = {}) => archive.messages({ broadcastId: SAMPLE_BROADCAST, limit: 100, ...query }),
    items: async (query) => (await rig.ask(query)).items,
    offsets: async (query) => (await rig.items(query)).map(({ analyzed }) => analyzed.rawOffset),
    async stateOf(rawOffset) {
      const found = (await rig.items()).find(({ analyzed }) => analyzed.rawOffset === rawOffset);
      return found && { removed: found.removed, hidden: found.hidden, approved: found.approved };
    },
    async reopen() {
      await archive.close();
      archive = await fixture.open();
    },
  };
  return rig;
}
