import { useEffect, useRef, useState } from 'react';
import { changeOnTheirs } from '../../../http/change-on-theirs.ts';
import { ApiError } from '../api/client.ts';

/** What is kept on the server in versions, and how to change it. */
export interface Edited<T, E> {
  /** Null while it is asked for. */
  readonly rules: T | null;
  /** Why the last thing asked for failed. */
  readonly error: unknown;
  /** Makes one change after the other; answers whether it was done. */
  readonly edit: (edit: E) => Promise<boolean>;
}

export interface EditedOptions<T, E> {
  readonly load: (signal?: AbortSignal) => Promise<T>;
  /** Makes a change on a version; rejects with 412 where others hold by now. */
  readonly save: (on: T, edit: E) => Promise<T>;
  /** Whether what was known is newer than what was loaded: an answer may be on its way while a change is made. */
  readonly isNewer: (known: T, loaded: T) => boolean;
  /** It is loaded anew when this changes. */
  readonly key: string | number;
}

export function useEdited<T, E>({ load, save, isNewer, key }: EditedOptions<T, E>): Edited<T, E> {
  const [rules, setRules] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  /** As it is after the last change that was asked for. */
  const latest = useRef<Promise<T | null>>(Promise.resolve(null));
  const how = useRef({ load, isNewer });
  useEffect(() => {
    how.current = { load, isNewer };
  });

  useEffect(() => {
    const leaving = new AbortController();
    const loading = how.current.load(leaving.signal);
    const take = (loaded: T): void => {
      setRules((known) => (known !== null && how.current.isNewer(known, loaded) ? known : loaded));
      setError(null);
    };
    latest.current = loading.catch(() => null);
    loading.then(take, (problem: unknown) => {
      if (!leaving.signal.aborted) setError(problem);
    });
    return () => leaving.abort();
  }, [key]);

  const edit = async (wanted: E): Promise<boolean> => {
    const before = latest.current;
    const saving = before.then((known) =>
      changeOnTheirs({
        known: known ?? undefined,
        load,
        save: (on) => save(on, wanted),
        isLate: (problem) => problem instanceof ApiError && problem.status === 412,
      }),
    );
    latest.current = saving.catch(() => before);
    try {
      setRules(await saving);
      setError(null);
      return true;
    } catch (problem) {
      setError(problem);
      return false;
    }
  };
  return { rules, error, edit };
}
