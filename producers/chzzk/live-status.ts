import { numberOf, objectOf, textOf } from '../json-fields.ts';

/** What the platform says of a channel now. */
export type LiveStatus =
  | {
      readonly state: 'open';
      /** The chat of this broadcast; every broadcast has one of its own. */
      readonly chatChannelId: string;
      readonly title: string | null;
      /** How many watch now; undefined where it is not told. */
      readonly viewers: number | undefined;
      readonly askAgainMs: number;
    }
  | { readonly state: 'closed'; readonly askAgainMs: number }
  /** On air, but only for those who are logged in. */
  | { readonly state: 'login-needed' }
  | { readonly state: 'unknown-channel' };

/** The platform asks for 10 s; an answer that asks for nothing, or for less or more, is held in these. */
const DEFAULT_MS = 15_000;
const SHORTEST_MS = 10_000;
const LONGEST_MS = 30_000;

/** Reads the answer of live-status. Undefined where it cannot be understood. Never throws. */
export function parseLiveStatus(body: unknown): LiveStatus | undefined {
  const answer = objectOf(body);
  if (!answer) return undefined;
  const code = numberOf(answer, 'code');
  if (code === 404) return { state: 'unknown-channel' };
  // In trouble the platform has no content either, and that says nothing of the show.
  if (code !== undefined && code !== 200) return undefined;
  // A channel that was never on air has no status.
  if (answer['content'] === null) return { state: 'closed', askAgainMs: DEFAULT_MS };
  const content = objectOf(answer['content']);
  const status = textOf(content, 'status');
  const askAgainMs = pollingPeriod(content?.['livePollingStatusJson']);
  if (status === 'CLOSE') return { state: 'closed', askAgainMs };
  if (status !== 'OPEN') return undefined;
  const chatChannelId = textOf(content, 'chatChannelId') ?? '';
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(chatChannelId))
    return content?.['adult'] === true ? { state: 'login-needed' } : undefined;
  return {
    state: 'open',
    chatChannelId,
    title: textOf(content, 'liveTitle') || null,
    viewers: viewersOf(numberOf(content, 'concurrentUserCount')),
    askAgainMs,
  };
}

function viewersOf(told: number | undefined): number | undefined {
  return told !== undefined && Number.isSafeInteger(told) && told >= 0 ? told : undefined;
}

function pollingPeriod(json: unknown): number {
  const asked = numberOf(objectOf(json), 'callPeriodMilliSecond') ?? DEFAULT_MS;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, asked));
}
