/** Which chat a capture has read, and up to when: what a later session needs to know. */
export interface Progress {
  readonly chatChannelId: string;
  /** The latest time of a message, ms since 1970; 0 before the first. */
  readonly time: number;
}

export function cursorOf({ chatChannelId, time }: Progress): string {
  return `${chatChannelId}/${time}`;
}

/** Undefined where there is none, or none of ours. */
export function parseCursor(cursor: string | null): Progress | undefined {
  const match = /^([A-Za-z0-9_-]{1,64})\/(\d{1,15})$/.exec(cursor ?? '');
  return match?.[1] === undefined ? undefined : { chatChannelId: match[1], time: Number(match[2]) };
}
