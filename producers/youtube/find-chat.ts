import type { Clock } from '../../core/clock.ts';
import type { HttpClient } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';
import { ask, isRefusal } from './ask.ts';
import { chatOf, readPage, videoOf, type ChatBeginning, type Client } from './page.ts';
import { pageRequest, type Site } from './requests.ts';
import { showEnd, type ShowEnd } from './show-end.ts';

export interface Access {
  readonly http: HttpClient;
  readonly site: Site;
  readonly clock: Clock;
}

export interface FoundChat {
  readonly beginning: ChatBeginning;
  readonly client: Client;
  /** Where a page told it that had to be asked anyway. */
  readonly title: string | null;
}

type Batches<R> = AsyncGenerator<readonly SourceEvent[], R, undefined>;

/** The chat of a video: on its chat page while it is live or about to be, beside the video once it has ended. */
export async function* findChat(access: Access, videoId: string): Batches<FoundChat | ShowEnd> {
  const { http, site, clock } = access;
  const asking = { clock, signal: site.signal };
  const live = yield* ask(
    () => http.request(pageRequest(site, '/live_chat', { is_popout: '1', v: videoId })),
    asking,
  );
  if (isRefusal(live)) return showEnd(live, { connected: false });
  const chatPage = readPage(live.body);
  const beginning = chatOf(chatPage);
  if (beginning) return { beginning, client: chatPage.client, title: null };

  const beside = yield* ask(() => http.request(pageRequest(site, '/watch', { v: videoId })), asking);
  if (isRefusal(beside)) return showEnd(beside, { connected: false });
  const page = readPage(beside.body);
  const { refusal, title } = videoOf(page);
  if (refusal !== undefined) return { outcome: 'refused', reason: `The video ${refusal}.` };
  const found = chatOf(page);
  if (found) return { beginning: found, client: page.client, title };
  if (page.data === undefined)
    return {
      outcome: 'lost',
      reason:
        'the platform sent a page of an unknown form; it may not know our User-Agent (CHATPULSE_USER_AGENT)',
    };
  return {
    outcome: 'refused',
    reason:
      'The video has no live chat: it was never live, its chat is turned off, or nothing of it was kept.',
  };
}

/** What a channel has on air. */
export type OnAir =
  { readonly videoId: string; readonly title: string | null } | { readonly offAir: string } | ShowEnd;

/** Asks the page of a channel that leads to its live video. */
export async function* findOnAir({ http, site, clock }: Access, channelPath: string): Batches<OnAir> {
  const asking = { clock, signal: site.signal };
  const answer = yield* ask(() => http.request(pageRequest(site, `/${channelPath}/live`)), asking);
  if (isRefusal(answer)) {
    if (answer.outcome === 'gone') return { outcome: 'refused', reason: 'There is no such channel.' };
    return showEnd(answer, { connected: false });
  }
  const video = videoOf(readPage(answer.body));
  if (video.videoId === undefined) return { offAir: 'The channel is not live.' };
  if (video.refusal !== undefined) return { offAir: `What the channel has on air ${video.refusal}.` };
  if (!video.isLive) return { offAir: 'The channel is not live yet.' };
  return { videoId: video.videoId, title: video.title };
}
