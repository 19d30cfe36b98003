import type { Author } from '../../../core/events/generated.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { normalizeForSearch } from '../search-text.ts';

const MAX_REMEMBERED = 50_000;

interface AuthorNumbers {
  readonly known: number | undefined;
  readonly person: number | undefined;
}

/**
 * Short numbers for authors, one for each name that an author is shown by: a search by name is then exact, and an act
 * on an author id concerns all its numbers. After a transaction failed, `forget` must be called.
 */
export class Authors {
  readonly #sql: Statements;
  readonly #numbers = new Map<string, number>();
  #erased: Set<string> | undefined;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  forget(): void {
    this.#numbers.clear();
    this.#erased = undefined;
  }

  isErased(platform: string, author: Author): boolean {
    const erased = (this.#erased ??= this.#loadErased());
    return erased.size > 0 && author.id !== '' && erased.has(erasedKey(platform, author.id));
  }

  numberOf(platform: string, author: Author): number {
    const key = `${platform}\n${author.id}\n${author.name}`;
    const remembered = this.#numbers.get(key);
    if (remembered !== undefined) return remembered;
    if (this.#numbers.size >= MAX_REMEMBERED) this.#numbers.clear();
    const no = this.#intern(platform, author);
    this.#numbers.set(key, no);
    return no;
  }

  /** Bars an author for ever and forgets the names; answers the author's numbers. */
  erase(platform: string, authorId: string): number[] {
    this.#sql.run('INSERT OR IGNORE INTO erased VALUES (?, ?)', [platform, authorId]);
    const numbers = numbersOfId(this.#sql, authorId, platform);
    for (const no of numbers) this.#sql.run('DELETE FROM author WHERE no = ?', [no]);
    this.forget();
    return numbers;
  }

  #intern(platform: string, author: Author): number {
    const { known, person } = this.#lookUp(platform, author);
    if (known !== undefined) return known;
    const made = this.#sql.first<[number]>(
      `INSERT INTO author(no, id, platform, name, name_key, person)
         SELECT no, ?, ?, ?, ?, ifnull(?, no) FROM (SELECT ifnull(max(no), 0) + 1 AS no FROM author) RETURNING no`,
      author.id,
      platform,
      author.name,
      normalizeForSearch(author.name),
      person ?? null,
    );
    if (!made) throw new Error('The new author has no number.');
    return made[0];
  }

  /** The author's number, and the first of all that the id has; those without an id are not one person. */
  #lookUp(platform: string, author: Author): AuthorNumbers {
    if (author.id === '') {
      const known = this.#sql.first<[number]>(
        `SELECT no FROM author WHERE id = '' AND platform = ? AND name = ?`,
        platform,
        author.name,
      )?.[0];
      return { known, person: undefined };
    }
    // One statement for both: most authors come for the first time, and have neither.
    let known: number | undefined;
    let person: number | undefined;
    for (const [no, of, name] of this.#sql.all<[number, string, string]>(
      'SELECT no, platform, name FROM author WHERE id = ?',
      author.id,
    )) {
      if (of !== platform) continue;
      if (name === author.name) known = no;
      person = Math.min(no, person ?? no);
    }
    return { known, person };
  }

  #loadErased(): Set<string> {
    return new Set(
      this.#sql
        .all<[string, string]>('SELECT platform, author_id FROM erased')
        .map(([platform, id]) => erasedKey(platform, id)),
    );
  }
}

/** The numbers of an author id; of one platform, where given. An empty id has none. */
export function numbersOfId(sql: Statements, authorId: string, platform?: string): number[] {
  if (authorId === '') return [];
  return sql
    .all<[number, string]>('SELECT no, platform FROM author WHERE id = ? ORDER BY no', authorId)
    .filter(([, of]) => platform === undefined || of === platform)
    .map(([no]) => no);
}

/** The numbers of those whose id is this, or whose shown name is, in any case. */
export function numbersOfIdOrName(sql: Statements, author: string, platform: string): number[] {
  const byName = sql
    .all<[number]>(
      'SELECT no FROM author WHERE name_key = ? AND platform = ?',
      normalizeForSearch(author),
      platform,
    )
    .map(([no]) => no);
  return [...new Set([...numbersOfId(sql, author, platform), ...byName])];
}

function erasedKey(platform: string, authorId: string): string {
  return `${platform}\n${authorId}`;
}
