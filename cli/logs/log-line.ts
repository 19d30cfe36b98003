/** A line of the log, as it was written. */
export interface LogLine {
  /** ISO 8601, as it stands there; empty where there is none. */
  readonly time: string;
  /** As pino numbers them: 10 trace … 60 fatal. */
  readonly level: number;
  readonly part: string;
  readonly message: string;
  /** Everything else that it says. */
  readonly more: Readonly<Record<string, unknown>>;
}

export interface LineFilter {
  /** Lines of this level and above. */
  readonly level?: number;
  readonly part?: string;
  /** The id of a chat message: lines that follow it on its way. */
  readonly messageId?: string;
}

export const LEVEL_NUMBERS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** undefined for what is no line of the log. */
export function parseLogLine(text: string): LogLine | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
  const { time, level, part, msg, pid: _pid, hostname: _host, ...more } = read as Record<string, unknown>;
  if (typeof level !== 'number') return undefined;
  return {
    level,
    time: typeof time === 'string' ? time : '',
    part: typeof part === 'string' ? part : '',
    message: typeof msg === 'string' ? msg : '',
    more,
  };
}

export function matches(line: LogLine, { level, part, messageId }: LineFilter): boolean {
  if (level !== undefined && line.level < level) return false;
  if (part !== undefined && line.part !== part && line.more.reader !== part) return false;
  return messageId === undefined || line.more.message === messageId;
}

/** `2026-11-26 19:20:26.139 WARN  gateway  a response was slow  route=/api/broadcasts ms=5120` */
export function formatLogLine({ time, level, part, message, more }: LogLine): string {
  const name = Object.entries(LEVEL_NUMBERS).find(([, number]) => number >= level)?.[0] ?? 'fatal';
  const when = time.replace('T', ' ').replace('Z', '');
  const rest = Object.entries(more).map(([key, value]) => `${key}=${short(value)}`);
  return (
    [when, name.toUpperCase().padEnd(5), part.padEnd(11), message, rest.join(' ')]
      .filter((text) => text !== '')
      .join(' ')
      .trimEnd()
      // What others wrote must not steer the reader's terminal.
      .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
  );
}

function short(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) {
    const { code, message } = value as { code?: unknown; message: unknown };
    return JSON.stringify(code === undefined ? String(message) : `${String(code)}: ${String(message)}`);
  }
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}
