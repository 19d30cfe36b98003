import type { Statements } from '../../sqlite/statements.ts';
import type { ArchiveBatch, ArchiveEntry } from '../port.ts';
import { Authors } from './authors.ts';
import { BroadcastStates } from './broadcast-states.ts';
import { ContentWriter } from './content-writer.ts';
import { eraseAuthor } from './erasure.ts';
import { Retractions } from './retractions.ts';
import { applyVerdict } from './verdicts.ts';

/** Writes batches into the archive file: rows, what is derived from them and the position, all in one transaction. */
export class ArchiveWriter {
  readonly #sql: Statements;
  readonly #states: BroadcastStates;
  readonly #authors: Authors;
  readonly #retractions: Retractions;
  readonly #content: ContentWriter;

  constructor(sql: Statements, options: { readonly segmentSize: number }) {
    this.#sql = sql;
    this.#states = new BroadcastStates(sql);
    this.#authors = new Authors(sql);
    this.#retractions = new Retractions(sql, this.#states);
    this.#content = new ContentWriter(sql, {
      states: this.#states,
      authors: this.#authors,
      acts: this.#retractions,
      segmentSize: options.segmentSize,
    });
  }

  /** @throws whatever SQLite throws; then nothing of the batch is stored, and it may be written again. */
  write(batch: ArchiveBatch): void {
    try {
      this.#sql.transaction('write', () => {
        this.#content.beginBatch();
        for (const entry of batch.entries) this.#apply(entry);
        this.#content.endBatch();
        this.#states.save();
        this.#savePosition(batch);
      });
      this.#states.trim();
    } catch (error) {
      this.#states.forget();
      this.#authors.forget();
      throw error;
    }
  }

  #apply({ event, value, offset }: ArchiveEntry): void {
    if (event.type === 'MessageAnalyzed') {
      this.#content.put(event.data, value);
      return;
    }
    // What follows looks at stored rows.
    this.#content.flush();
    switch (event.type) {
      case 'MessageRemoved':
        this.#retractions.removed(event.data);
        break;
      case 'PlatformSanctioned':
        this.#retractions.sanctioned(event.data);
        break;
      case 'ChatCleared':
        this.#retractions.cleared(event.data);
        break;
      case 'WordsRanked':
        if (event.data.closed) this.#saveWords(event.data, value);
        break;
      case 'MessageHidden':
      case 'MessageRestored':
      case 'MessageApproved': {
        const { broadcastId, messageId } = event.data;
        applyVerdict(this.#sql, this.#states, { type: event.type, broadcastId, messageId, offset });
        break;
      }
      case 'AuthorErased':
        eraseAuthor(
          this.#sql,
          { states: this.#states, authors: this.#authors, content: this.#content },
          event.data,
        );
        break;
      default:
      // Other events are not the archive's.
    }
  }

  #saveWords(words: { broadcastId: string; start: number; stamp: number }, value: Uint8Array): void {
    const { no } = this.#states.of(words.broadcastId);
    this.#sql.run(
      `INSERT INTO words_minute(broadcast, start, stamp, body) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET stamp = excluded.stamp, body = excluded.body WHERE excluded.stamp > stamp`,
      [no, words.start, words.stamp, value],
    );
  }

  /** A batch that comes again does not take the position back. */
  #savePosition(batch: ArchiveBatch): void {
    this.#sql.run(
      `INSERT INTO position(topic, partition, next_offset, stamp) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET next_offset = max(excluded.next_offset, next_offset), stamp = max(excluded.stamp, stamp)`,
      [batch.topic, batch.partition, batch.nextOffset, batch.stamp],
    );
  }
}
