/** Chat at an even rate. */
export interface Load {
  /** Messages per second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed?: number;
  /** Puts the time of sending (ms since 1970) at the end of each text too. */
  readonly stampTexts?: boolean;
  readonly signal?: AbortSignal;
}

export interface LoadTargetOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly channel?: string;
}

/** A simulated platform with one channel that is talked in. */
export interface LoadTarget {
  /** The settings that point the product at it, one a line. */
  readonly setting: string;
  /** What to watch. */
  readonly address: string;
  /** So long it must stay after the last message, for clients that ask for it. */
  readonly lingerSeconds: number;
  /** Resolves when a client reads the channel. */
  watched(): Promise<void>;
  /** Resolves with how many messages were sent. */
  run(load: Load): Promise<number>;
  close(): Promise<void>;
}

export type StartLoadTarget = (options: LoadTargetOptions) => Promise<LoadTarget>;

/** Settings as lines of an environment file. */
export function settingsOf(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
