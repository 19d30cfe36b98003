/** How alerts say when: the same in notices and on the page. Pure: the browser bundle imports this file. */

export interface MomentReader {
  readonly language: 'ko' | 'en';
  /** IANA name of the zone; without it the reader's own, which is not named then. */
  readonly zone?: string;
}

/** "1월 1일 오전 9:00:05 (한국 시간)", "Jan 1, 09:00:05 GMT+9": of a moment (ms since 1970). */
export function momentText(at: number, reader: MomentReader): string {
  const { language, zone } = reader;
  const parts = partsAt(at, reader);
  if (language === 'en') {
    const name = zone === undefined ? '' : ` ${zoneName(at, zone, language, 'short')}`;
    return `${parts.month} ${parts.day}, ${parts.hour}:${parts.minute}:${parts.second}${name}`;
  }
  const hour = Number(parts.hour);
  const half = hour < 12 ? '오전' : '오후';
  const name = zone === undefined ? '' : ` (${koreanZone(at, zone)})`;
  return `${parts.month} ${parts.day}일 ${half} ${hour % 12 || 12}:${parts.minute}:${parts.second}${name}`;
}

type Parts = Readonly<Record<'month' | 'day' | 'hour' | 'minute' | 'second', string>>;

/** By their parts, since engines differ in how they write the halves of a day in Korean. */
function partsAt(at: number, reader: MomentReader): Parts {
  const found = Object.fromEntries(
    formatOf(reader)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { month = '', day = '', hour = '', minute = '', second = '' } = found;
  return { month, day, hour, minute, second };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf({ language, zone }: MomentReader): Intl.DateTimeFormat {
  const key = `${language} ${zone ?? ''}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language, {
      timeZone: zone,
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(key, format);
  }
  return format;
}

/** As people call it: 한국 시간, 뉴욕 시간; where a zone has no such name, UTC or GMT+9. */
function koreanZone(at: number, zone: string): string {
  if (zone === 'Asia/Seoul') return '한국 시간';
  const name = zoneName(at, zone, 'ko', 'shortGeneric');
  return name.startsWith('GMT') ? zoneName(at, zone, 'ko', 'short') : name;
}

function zoneName(
  at: number,
  zone: string,
  language: 'ko' | 'en',
  timeZoneName: 'short' | 'shortGeneric',
): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
