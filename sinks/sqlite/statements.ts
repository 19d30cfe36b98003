import type { SqliteDatabase } from '../../core/storage/sqlite.ts';

/** What can be bound to a statement and what comes back. */
export type SqlValue = string | number | null | Uint8Array;

type Prepared = ReturnType<SqliteDatabase['prepare']>;

/**
 * The statements of one connection, prepared once each. Rows come as arrays of columns: quicker than objects, and
 * nothing is added to them. Results are always read to their end, since a statement that was left half-way would keep
 * its snapshot and with it the write-ahead log from being folded in. Integers beyond 2^53 would be rounded.
 */
export class Statements {
  readonly #database: SqliteDatabase;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** All rows; `Row` names the types of the columns in order. */
  all<Row extends readonly unknown[]>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#reader(sql).all([...values]) as unknown as Row[];
  }

  /** The first row. */
  first<Row extends readonly unknown[]>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.all<Row>(sql, ...values)[0];
  }

  /** Runs a statement that answers no rows. */
  run(sql: string, values: readonly SqlValue[] = []): void {
    this.#prepare(sql).run([...values]);
  }

  /** Runs the task in a transaction; when it throws, nothing of it stays. */
  transaction<T>(kind: 'read' | 'write', task: () => T): T {
    this.#database.exec(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    try {
      const result = task();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #prepare(sql: string): Prepared {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }

  #reader(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    return known ?? this.#prepare(sql).raw();
  }
}
