/** Where a viewer goes on: a partition of `chat.analyzed` and the offset of the next record. */
export interface Cursor {
  readonly partition: number;
  readonly offset: number;
}

/** As text, opaque to viewers. The leading number is the version of the form. */
export function writeCursor(cursor: Cursor): string {
  return `1.${cursor.partition}.${cursor.offset}`;
}

/** Undefined for anything that this version has not written. */
export function readCursor(text: string): Cursor | undefined {
  const [, partition, offset] = /^1\.(\d{1,4})\.(\d{1,15})$/.exec(text) ?? [];
  return partition === undefined || offset === undefined
    ? undefined
    : { partition: Number(partition), offset: Number(offset) };
}
