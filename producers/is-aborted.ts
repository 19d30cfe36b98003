/** Asked again after an await, where it may have changed: a type checker takes the first answer for the last. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
