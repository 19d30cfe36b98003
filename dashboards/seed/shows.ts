import { makeBroadcastId, makeChannelId } from '../../core/events/ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A made-up channel: when it is on air and how its chat is. */
interface Channel {
  readonly platform: string;
  readonly name: string;
  /** Hour of the day (UTC) at which it begins, and how long it lasts. */
  readonly from: number;
  readonly hours: number;
  /** Messages a minute when it is busiest. */
  readonly busiest: number;
  readonly negative: number;
  readonly profane: number;
}

const CHANNELS: readonly Channel[] = [
  {
    platform: 'twitch',
    name: 'seed_night_talk',
    from: 11,
    hours: 4,
    busiest: 420,
    negative: 0.16,
    profane: 0.03,
  },
  {
    platform: 'chzzk',
    name: 'seed_ranked_games',
    from: 9,
    hours: 6,
    busiest: 1_400,
    negative: 0.22,
    profane: 0.06,
  },
  {
    platform: 'youtube',
    name: 'seed_morning_news',
    from: 22,
    hours: 3,
    busiest: 160,
    negative: 0.3,
    profane: 0.04,
  },
  {
    platform: 'naver-shopping',
    name: 'seed_market',
    from: 2,
    hours: 1.5,
    busiest: 240,
    negative: 0.05,
    profane: 0,
  },
];

/** Words of the made-up chats, most frequent first. */
export const SEED_WORDS = [
  '안녕',
  '재밌다',
  '대박',
  '오늘',
  '진짜',
  '사랑',
  '최고',
  '화이팅',
  '가격',
  '배송',
  'gg',
  'nice',
  '게임',
  '노래',
  '레전드',
  'hello',
  '방송',
  '축하',
  '질문',
  '얼마',
  '좋다',
  '웃기다',
  '졌다',
  '이겼다',
  '다시',
] as const;

/** One made-up show. */
export interface Show extends Channel {
  readonly channelId: string;
  readonly broadcastId: string;
  /** ms since 1970, `to` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Minutes of its negative surges, from its start. */
  readonly surges: readonly { readonly at: number; readonly minutes: number }[];
}

/** All shows that touch the span, and one of the first channel that is on air until its end. */
export function showsBetween(from: number, to: number): readonly Show[] {
  const shows: Show[] = [];
  for (let day = Math.floor(from / DAY) * DAY - DAY; day < to; day += DAY)
    for (const channel of CHANNELS) {
      const start = day + channel.from * HOUR;
      const end = Math.min(to, start + channel.hours * HOUR);
      if (end > from && start < to) shows.push(showOf(channel, Math.max(from, start), end));
    }
  const [first] = CHANNELS;
  // So that a board that shows the last hour has something to show, whenever it is opened.
  if (
    first &&
    !shows.some((show) => show.channelId === makeChannelId(first.platform, first.name) && show.end >= to)
  )
    shows.push(showOf(first, to - 2 * HOUR, to));
  return shows;
}

function showOf(channel: Channel, begin: number, end: number): Show {
  const start = Math.floor(begin / MINUTE) * MINUTE;
  const channelId = makeChannelId(channel.platform, channel.name);
  const minutes = (end - start) / MINUTE;
  return {
    ...channel,
    channelId,
    broadcastId: makeBroadcastId(channelId, start),
    start,
    end: Math.floor(end / MINUTE) * MINUTE,
    surges: [0.35, 0.8].map((part, i) => ({ at: Math.floor(minutes * part), minutes: 3 + i * 2 })),
  };
}
