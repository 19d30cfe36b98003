import type { HttpClient, HttpFailure, JsonAnswer, Validators } from '../http/port.ts';

export const RECENT_PAGE_SIZE = 30;
export const REPLAY_PAGE_SIZE = 100;
/** A page of comments is some 20 KB, a description some 200 KB. */
const MAX_BYTES = 2 * 1024 * 1024;

export interface NaverShoppingApiOptions {
  /** `CHATPULSE_NAVER_SHOPPING_URL`, or the platform's own. */
  readonly base: string;
  readonly client: HttpClient;
  readonly broadcast: string;
  readonly signal: AbortSignal;
}

type Answer = Promise<JsonAnswer | HttpFailure>;

/** The addresses of the platform that tell of one broadcast. */
export interface NaverShoppingApi {
  /** `validators`: only if it has changed since. */
  broadcast(validators?: Validators): Answer;
  /** Comments after the cursor; the latest ones without it, which the platform's own page calls 0. */
  recentComments(cursor: string | null): Answer;
  /** Comments kept of a broadcast that is over, after the one of this number; from the first without it. */
  replayComments(lastCommentNo: string | null, sessionId: string): Answer;
}

export function createNaverShoppingApi(options: NaverShoppingApiOptions): NaverShoppingApi {
  const { base, client, broadcast, signal } = options;
  const root = `${base.replace(/\/+$/, '')}/live_commerce_web/viewer_api_web/v1/broadcast/${broadcast}`;
  const common = { signal, maxBytes: MAX_BYTES };

  return {
    broadcast: (validators) => client.requestJson({ ...common, url: root, validators }),
    recentComments(cursor) {
      const query = new URLSearchParams({ next: cursor ?? '0', size: String(RECENT_PAGE_SIZE) });
      return client.requestJson({ ...common, url: `${root}/recent-comments?${query.toString()}` });
    },
    replayComments(lastCommentNo, sessionId) {
      const query = new URLSearchParams({
        size: String(REPLAY_PAGE_SIZE),
        lastCommentNo: lastCommentNo ?? '',
        slSessionId: sessionId,
      });
      return client.requestJson({
        ...common,
        url: `${root}/replays/comments?${query.toString()}`,
        headers: { 'x-external-service-id': 'shoppinglive' },
      });
    },
  };
}
