import type { HttpClient } from '../http/port.ts';
import { parseAudience } from './audience.ts';
import { parsePlayerLive, type PlayerLive } from './player-live.ts';

export interface SoopApiOptions {
  readonly http: HttpClient;
  readonly apiUrl: string;
  /** Where the page of a channel asks what it has on air. */
  readonly channelUrl: string;
  readonly signal: AbortSignal;
}

/** The questions that a capture asks of the platform over HTTP. They never reject. */
export interface SoopApi {
  playerLive(channel: string): Promise<PlayerLive | { readonly state: 'failed'; readonly reason: string }>;
  /** How many watch this broadcast of the channel now; undefined where that is not told, or another one is on. */
  audience(channel: string, broadcastNo: string): Promise<number | undefined>;
}

export function createSoopApi({ http, apiUrl, channelUrl, signal }: SoopApiOptions): SoopApi {
  return {
    async playerLive(channel) {
      const url = new URL('/afreeca/player_live_api.php', apiUrl);
      url.searchParams.set('bjid', channel);
      const form = {
        bid: channel,
        type: 'live',
        player_type: 'html5',
        stream_type: 'common',
        quality: 'HD',
        mode: 'landing',
        from_api: '0',
        pwd: '',
      };
      const answer = await http.requestJson({ url: url.href, method: 'POST', form, signal });
      const failed = (why: string) => ({ state: 'failed', reason: `${url.host}: ${why}` }) as const;
      if ('failed' in answer) return failed(answer.message);
      if (!answer.ok) return failed(`status ${answer.status}`);
      return parsePlayerLive(answer.json) ?? failed('an answer that is not understood');
    },
    async audience(channel, broadcastNo) {
      const url = new URL(`/v1.1/channel/${encodeURIComponent(channel)}/home/section/broad`, channelUrl);
      const answer = await http.requestJson({ url: url.href, signal });
      if ('failed' in answer || !answer.ok) return undefined;
      const told = parseAudience(answer.json);
      return told?.broadcastNo === broadcastNo ? told.watching : undefined;
    },
  };
}
