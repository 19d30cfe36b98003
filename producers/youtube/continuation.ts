import { isObject } from '../json-fields.ts';
import { at, countAt, listAt, stringAt } from './json.ts';

/** The platform never asks for a longer pause; a shorter one than this is not kept. */
const MAX_WAIT_MS = 10_000;
const MIN_WAIT_MS = 500;
/** Where it asks for none. */
const USUAL_WAIT_MS = 5_000;

/** One answer of the chat: what happened, and how to ask for what follows. */
export interface ChatAnswer {
  readonly actions: readonly unknown[];
  /** Undefined at the end of the chat. */
  readonly next: NextRequest | undefined;
  /** What of it is of no known form: it may hold actions, or the way on. */
  readonly strange: Strange | undefined;
}

export interface Strange {
  readonly value: unknown;
  readonly reason: string;
}

export interface NextRequest {
  readonly continuation: string;
  /** The platform asks to wait so long, ms. */
  readonly waitMs: number;
}

const LIVE = ['invalidationContinuationData', 'timedContinuationData'] as const;
/** Ways on of which some stand in the last answer of a chat too. */
const KNOWN: ReadonlySet<string> = new Set([
  ...LIVE,
  'liveChatReplayContinuationData',
  'playerSeekContinuationData',
  'reloadContinuationData',
]);

/**
 * Reads the `liveChatContinuation` of an answer, or the `liveChatRenderer` of a page, which is of the same form. Undefined
 * where there is none: the chat is over.
 */
export function readAnswer(chat: unknown): ChatAnswer {
  const actions = listAt(chat, 'actions');
  const next = nextOf(listAt(chat, 'continuations'), actions.length > 0);
  return { actions, next, strange: strangeIn(chat, next) };
}

function strangeIn(chat: unknown, next: NextRequest | undefined): Strange | undefined {
  const said = at(chat, 'actions') ?? [];
  if (!Array.isArray(said)) return { value: said, reason: 'actions that are no list' };
  const ways = at(chat, 'continuations') ?? [];
  if (next || (Array.isArray(ways) && ways.every(isKnownWay))) return undefined;
  return { value: ways, reason: 'no known way on in the chat, and no end of it' };
}

function isKnownWay(entry: unknown): boolean {
  return isObject(entry) && Object.keys(entry).every((kind) => KNOWN.has(kind));
}

function nextOf(continuations: readonly unknown[], hasActions: boolean): NextRequest | undefined {
  for (const entry of continuations) {
    for (const kind of LIVE) {
      const next = requestOf(at(entry, kind), USUAL_WAIT_MS);
      if (next) return next;
    }
    // What is left of a recording comes as fast as it is asked for.
    const replay = requestOf(at(entry, 'liveChatReplayContinuationData'), 0);
    if (replay) return { ...replay, waitMs: MIN_WAIT_MS };
    // Without anything said it means that the show is over.
    if (hasActions) {
      const reload = requestOf(at(entry, 'reloadContinuationData'), USUAL_WAIT_MS);
      if (reload) return reload;
    }
  }
  return undefined;
}

function requestOf(data: unknown, usualMs: number): NextRequest | undefined {
  const continuation = stringAt(data, 'continuation');
  if (continuation === undefined) return undefined;
  const asked = countAt(data, 'timeoutMs') ?? usualMs;
  return { continuation, waitMs: Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, asked)) };
}

/**
 * The continuation of everything that is said ("Live chat"), which stands second in the menu; the first leaves out what
 * the platform thinks little of ("Top chat"). Undefined where there is no such choice.
 */
export function wholeChat(chat: unknown): string | undefined {
  const menu = [
    'header',
    'liveChatHeaderRenderer',
    'viewSelector',
    'sortFilterSubMenuRenderer',
    'subMenuItems',
  ];
  return stringAt(at(chat, ...menu, 1), 'continuation', 'reloadContinuationData', 'continuation');
}
