/** Pages and answers of YouTube around the actions of a chat: shapes of the platform, words of our own. */

export const API_KEY = 'simulated-key';

function page(scripts: readonly string[], canonical?: string): string {
  const link = canonical === undefined ? '' : `<link rel="canonical" href="${canonical}">`;
  const config = { INNERTUBE_API_KEY: API_KEY, INNERTUBE_CLIENT_VERSION: '2.20260101.01.00' };
  const all = [`ytcfg.set(${JSON.stringify(config)});`, ...scripts];
  return `<!DOCTYPE html><html><head>${link}</head><body>${all
    .map((script) => `<script nonce="n">${script}</script>`)
    .join('')}</body></html>`;
}

/** "Top chat" first and "Live chat" second, as the platform has it; only the second leads anywhere here. */
function chatHeader(continuation: string): unknown {
  const entry = (title: string, token: string): unknown => ({
    title,
    continuation: { reloadContinuationData: { continuation: token } },
  });
  const subMenuItems = [entry('Top chat', 'top-chat-only'), entry('Live chat', continuation)];
  return { liveChatHeaderRenderer: { viewSelector: { sortFilterSubMenuRenderer: { subMenuItems } } } };
}

export interface ChatPage {
  readonly continuation: string;
  readonly isReplay?: boolean;
}

function chatRenderer({ continuation, isReplay }: ChatPage): unknown {
  const continuations = [{ timedContinuationData: { timeoutMs: 5_000, continuation: 'top-chat-only' } }];
  return {
    liveChatRenderer: {
      continuations,
      header: chatHeader(continuation),
      ...(isReplay ? { isReplay: true } : {}),
    },
  };
}

/** The page of a chat that is on; without one it only holds a note. */
export function chatPage(chat: ChatPage | undefined): string {
  const note = {
    messageRenderer: { text: { runs: [{ text: 'Chat is disabled for this live stream. "};' }] } },
  };
  const data = { contents: chat ? chatRenderer(chat) : note };
  return page([`window["ytInitialData"] = ${JSON.stringify(data)};`]);
}

export interface VideoPage {
  readonly videoId: string;
  readonly title: string;
  readonly isLive: boolean;
  readonly playability: { readonly status: string; readonly reason?: string };
  readonly chat: ChatPage | undefined;
}

export function videoPage({ videoId, title, isLive, playability, chat }: VideoPage): string {
  const player = { playabilityStatus: playability, videoDetails: { videoId, title, isLive } };
  const results = chat ? { conversationBar: chatRenderer(chat) } : { results: {} };
  return page(
    [
      `var ytInitialPlayerResponse = ${JSON.stringify(player)};`,
      `var ytInitialData = ${JSON.stringify({ contents: { twoColumnWatchNextResults: results } })};`,
    ],
    `https://www.youtube.com/watch?v=${videoId}`,
  );
}

/** Where the address of a channel's live video leads while nothing is on air. */
export function channelPage(): string {
  return page(
    [`var ytInitialData = ${JSON.stringify({ contents: { twoColumnBrowseResultsRenderer: {} } })};`],
    'https://www.youtube.com/channel/UCsimulated000000000000',
  );
}

export type Continuations = readonly unknown[] | undefined;

/** An answer of the chat. Without actions the field is missing, as the platform has it. */
export function chatAnswer(actions: readonly unknown[], continuations: Continuations): unknown {
  const chat = { continuations, ...(actions.length > 0 ? { actions } : {}) };
  return {
    responseContext: {},
    ...(continuations ? { continuationContents: { liveChatContinuation: chat } } : {}),
  };
}

export function timed(continuation: string, timeoutMs: number): unknown {
  return { invalidationContinuationData: { timeoutMs, continuation } };
}

export function replayNext(continuation: string): unknown {
  return { liveChatReplayContinuationData: { timeUntilLastMessageMsec: 5_000, continuation } };
}

export function seek(continuation: string): unknown {
  return { playerSeekContinuationData: { continuation } };
}

export function reload(continuation: string): unknown {
  return { reloadContinuationData: { continuation } };
}

/** What the page of a video keeps up to date, of which the figure of its viewers is one. */
export function audienceAnswer({
  isLive,
  viewers,
}: {
  readonly isLive: boolean;
  readonly viewers: number;
}): unknown {
  const label = `${viewers.toLocaleString('en')} ${isLive ? 'watching now' : 'views'}`;
  const videoViewCountRenderer = {
    viewCount: { runs: [{ text: label }] },
    isLive,
    originalViewCount: String(viewers),
  };
  return {
    actions: [
      { updateTitleAction: { title: { runs: [{ text: 'A show' }] } } },
      { updateViewershipAction: { viewCount: { videoViewCountRenderer } } },
    ],
  };
}
