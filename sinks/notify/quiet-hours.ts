const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** A daily span in which only what is critical may disturb. It may pass midnight. */
export interface QuietHours {
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight, exclusive. */
  readonly to: number;
  /** IANA name of the zone. */
  readonly zone: string;
}

/** Whether a time (ms since 1970) lies in the quiet hours. */
export function isQuiet(hours: QuietHours | undefined, at: number): boolean {
  if (!hours) return false;
  const minute = minuteOfDay(at, hours.zone);
  return hours.from <= hours.to
    ? minute >= hours.from && minute < hours.to
    : minute >= hours.from || minute < hours.to;
}

/** When quiet hours in which a time lies end, about; that time itself where none are. Clocks that change are left out. */
export function endOfQuiet(hours: QuietHours | undefined, at: number): number {
  if (!hours || !isQuiet(hours, at)) return at;
  const left = (hours.to - minuteOfDay(at, hours.zone) + DAY_MINUTES) % DAY_MINUTES;
  return at + left * MINUTE_MS;
}

function minuteOfDay(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}
