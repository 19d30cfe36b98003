/** Changes of what has a version. Pure: the browser bundle imports this file. */

/** So often somebody else may be faster. */
const ATTEMPTS = 4;

export interface ChangeOptions<T> {
  /** As it is known; undefined: it is asked for first. */
  readonly known?: T | undefined;
  readonly load: () => Promise<T>;
  /** Makes the change on what is given; rejects where that is not the newest any more. */
  readonly save: (on: T) => Promise<T>;
  /** Whether it was refused since others have changed it meanwhile. */
  readonly isLate: (error: unknown) => boolean;
}

/** Makes a change on the newest version: where others have changed it meanwhile, on theirs. Rejects where they keep doing so. */
export async function changeOnTheirs<T>({ known, load, save, isLate }: ChangeOptions<T>): Promise<T> {
  let on = known ?? (await load());
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await save(on);
    } catch (error) {
      if (!isLate(error) || attempt === ATTEMPTS) throw error;
      on = await load();
    }
  }
}
