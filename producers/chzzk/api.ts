import type { HttpClient, HttpFailure, JsonAnswer } from '../http/port.ts';
import { parseAccessToken, type AccessToken } from './access-token.ts';
import { parseLiveStatus, type LiveStatus } from './live-status.ts';

export interface ChzzkApiOptions {
  readonly http: HttpClient;
  readonly apiUrl: string;
  readonly commUrl: string;
  readonly signal: AbortSignal;
}

/** Why a question has no answer, for the operator. */
export interface NoAnswer {
  readonly state: 'failed';
  readonly reason: string;
}

/** The questions that a capture asks of the platform over HTTP. Never rejects. */
export interface ChzzkApi {
  liveStatus(channel: string): Promise<LiveStatus | NoAnswer>;
  accessToken(chatChannelId: string): Promise<AccessToken | NoAnswer>;
}

export function createChzzkApi({ http, apiUrl, commUrl, signal }: ChzzkApiOptions): ChzzkApi {
  async function ask<T>(url: URL, read: (json: unknown) => T | undefined): Promise<T | NoAnswer> {
    const answer = await http.requestJson({ url: url.href, signal });
    // Refusals of the platform are JSON too, with a code of their own and a status that differs from case to case.
    const found = 'failed' in answer ? undefined : read(answer.json);
    return found ?? { state: 'failed', reason: `${url.host}: ${whyNot(answer)}` };
  }

  return {
    liveStatus: (channel) =>
      ask(new URL(`/polling/v2/channels/${channel}/live-status`, apiUrl), parseLiveStatus),
    accessToken(chatChannelId) {
      const url = new URL('/nng_main/v1/chats/access-token', commUrl);
      url.search = new URLSearchParams({ channelId: chatChannelId, chatType: 'STREAMING' }).toString();
      return ask(url, parseAccessToken);
    },
  };
}

function whyNot(answer: JsonAnswer | HttpFailure): string {
  if ('failed' in answer) return answer.message;
  return answer.ok ? 'an answer that is not understood' : `status ${answer.status}`;
}
