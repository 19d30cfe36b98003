import { isVideoId } from './channel.ts';
import { at, objectAt, stringAt } from './json.ts';
import { readAnswer, wholeChat, type ChatAnswer } from './continuation.ts';

/** What a page of the site tells about itself in the scripts inside it. */
export interface Page {
  /** What the page shows. */
  readonly data: unknown;
  /** What the player is told; undefined on pages without one. */
  readonly player: unknown;
  /** By which the site's own programs name themselves. */
  readonly client: Client;
  /** The video or channel that the page is about. */
  readonly canonical: string | undefined;
}

export interface Client {
  readonly version: string;
  readonly key: string | undefined;
}

/** Where a page does not say it: of the time of writing, and known to be accepted long after. */
const FALLBACK_VERSION = '2.20260101.00.00';

/** Reads a page. Never throws; what is not there is undefined. */
export function readPage(html: string): Page {
  return {
    data: jsonAfter(html, /(?:window\[["']ytInitialData["']\]|\bytInitialData)\s*=\s*(?=\{)/),
    player: jsonAfter(html, /\bytInitialPlayerResponse\s*=\s*(?=\{)/),
    client: {
      version: /"INNERTUBE_(?:CONTEXT_)?CLIENT_VERSION":"([\w.-]{1,40})"/.exec(html)?.[1] ?? FALLBACK_VERSION,
      key: /"INNERTUBE_API_KEY":"([\w-]{1,80})"/.exec(html)?.[1],
    },
    canonical: /<link rel="canonical" href="([^"]{1,500})"/.exec(html)?.[1],
  };
}

/** How a chat begins: with the continuation of everything that is said, else with what the page itself holds. */
export type ChatBeginning =
  | { readonly continuation: string; readonly isReplay: boolean }
  | { readonly answer: ChatAnswer; readonly isReplay: boolean };

/** The chat of a chat page (which is only there while it is live), or beside a video. Undefined where there is none. */
export function chatOf(page: Page): ChatBeginning | undefined {
  const beside = ['contents', 'twoColumnWatchNextResults', 'conversationBar', 'liveChatRenderer'];
  const chat =
    objectAt(page.data, 'contents', 'liveChatRenderer') ??
    objectAt(page.data, 'continuationContents', 'liveChatContinuation') ??
    objectAt(page.data, ...beside);
  if (!chat) return undefined;
  const isReplay = at(chat, 'isReplay') === true;
  const whole = wholeChat(chat);
  if (whole !== undefined) return { continuation: whole, isReplay };
  const first = at(chat, 'continuations', 0);
  const reload = stringAt(first, 'reloadContinuationData', 'continuation');
  if (reload !== undefined) return { continuation: reload, isReplay };
  const answer = readAnswer(chat);
  return answer.next ? { answer, isReplay } : undefined;
}

export interface VideoFacts {
  readonly videoId: string | undefined;
  readonly title: string | null;
  readonly isLive: boolean;
  /** Why it cannot be watched, in words for the operator; undefined where it can. */
  readonly refusal: string | undefined;
}

/** What the page of a video tells about it. */
export function videoOf(page: Page): VideoFacts {
  const details = objectAt(page.player, 'videoDetails');
  const broadcast = at(
    page.player,
    'microformat',
    'playerMicroformatRenderer',
    'liveBroadcastDetails',
    'isLiveNow',
  );
  return {
    videoId: [stringAt(details, 'videoId'), videoIdIn(page.canonical)].find(isVideoId),
    title: stringAt(details, 'title') ?? null,
    isLive: at(details, 'isLive') === true || broadcast === true,
    refusal: refusalOf(objectAt(page.player, 'playabilityStatus')),
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  LOGIN_REQUIRED: 'is private or wants a login, and none is taken',
  AGE_VERIFICATION_REQUIRED: 'is for adults and wants a login, and none is taken',
  AGE_CHECK_REQUIRED: 'is for adults and wants a login, and none is taken',
  UNPLAYABLE: 'is not open to everybody: members only, or not in this country',
  ERROR: 'is not there: deleted, or never existed',
};

function refusalOf(status: unknown): string | undefined {
  const code = stringAt(status, 'status') ?? '';
  if (!Object.hasOwn(REFUSALS, code)) return undefined;
  const reason = stringAt(status, 'reason')?.slice(0, 200);
  return `${REFUSALS[code] ?? ''}${reason === undefined ? '' : ` (the platform says: ${reason})`}`;
}

/** The video that an address of the site names, such as that of the canonical link. */
function videoIdIn(address: string | undefined): string | undefined {
  return /\/watch\?v=([\w-]{11})(?:&|$)/.exec(address ?? '')?.[1];
}

/** The JSON object that follows a mark in a script. */
function jsonAfter(html: string, mark: RegExp): unknown {
  const found = mark.exec(html);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const end = endOfObject(html, start);
  if (end === undefined) return undefined;
  try {
    return JSON.parse(html.slice(start, end)) as unknown;
  } catch {
    return undefined;
  }
}

/** Counts braces outside of strings. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
}
