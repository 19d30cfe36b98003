import type { Language } from '../app/preferences.ts';

/** A span of time in its largest fitting unit. */
export interface Age {
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
  readonly value: number;
}

/** ms as whole seconds below a minute, minutes below an hour, hours below a day, then days; never negative. */
export function toAge(ms: number): Age {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return { unit: 'second', value: seconds };
  if (seconds < 3600) return { unit: 'minute', value: Math.floor(seconds / 60) };
  if (seconds < 86_400) return { unit: 'hour', value: Math.floor(seconds / 3600) };
  return { unit: 'day', value: Math.floor(seconds / 86_400) };
}

const UNITS: Record<Language, Record<Age['unit'], string>> = {
  ko: { second: '초', minute: '분', hour: '시간', day: '일' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd' },
};

/** "방금", "2초 전", "2 s ago". */
export function formatAgo(ms: number, language: Language): string {
  const { unit, value } = toAge(ms);
  if (unit === 'second' && value === 0) return language === 'ko' ? '방금' : 'just now';
  const name = UNITS[language][unit];
  return language === 'ko' ? `${value}${name} 전` : `${value} ${name} ago`;
}

/** "1시간 4분", "1 h 4 min", "40초". */
export function formatDuration(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts: [number, Age['unit']][] =
    hours > 0
      ? [
          [hours, 'hour'],
          [minutes, 'minute'],
        ]
      : minutes > 0
        ? [
            [minutes, 'minute'],
            [seconds % 60, 'second'],
          ]
        : [[seconds, 'second']];
  return parts
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => `${value}${language === 'ko' ? '' : ' '}${UNITS[language][unit]}`)
    .join(' ');
}

/** Time since the show began, "0:04:31". */
export function formatShowTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function formatter(
  key: string,
  language: Language,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const id = `${language} ${key}`;
  let format = clocks.get(id);
  if (!format) {
    format = new Intl.DateTimeFormat(language, options);
    clocks.set(id, format);
  }
  return format;
}

/** A recording that counts from its own start counts from here (producers/replay/time.ts); no show is so old. */
const COUNT_FROM = Date.UTC(2000, 0, 1);
const COUNT_TO = Date.UTC(2001, 0, 1);

/** "4:31" or "1:04:31" since the start of a recording. */
function formatElapsed(at: number): string {
  return formatShowTime(at - COUNT_FROM).replace(/^0:0?(\d)/, '$1');
}

/**
 * Wall-clock time of a moment in the viewer's zone, on 24 hours: "14:05", with seconds "14:05:09". A time that counts
 * from the start of a recording is shown as such: "4:31".
 */
export function formatClock(at: number, language: Language, withSeconds = false): string {
  if (at >= COUNT_FROM && at < COUNT_TO) return formatElapsed(at);
  return formatter(withSeconds ? 'hms' : 'hm', language, {
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(at);
}

/** Date and time in the viewer's zone, for lists: "3월 4일 14:05". */
export function formatMoment(at: number, language: Language): string {
  return formatter('moment', language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
