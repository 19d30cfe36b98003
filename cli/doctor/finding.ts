/** ok: as it should be. warn: it works, and something is worth knowing. fail: it does not work, or data are in danger. */
export type Level = 'ok' | 'warn' | 'fail';

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly level: Level;
  /** What was found, in a sentence. */
  readonly what: string;
  /** What to do about it; where the level is not ok. */
  readonly todo?: string;
}

export function ok(check: string, what: string): Finding {
  return { check, level: 'ok', what };
}

export function warn(check: string, what: string, todo: string): Finding {
  return { check, level: 'warn', what, todo };
}

export function fail(check: string, what: string, todo: string): Finding {
  return { check, level: 'fail', what, todo };
}
