import { pause } from '../../core/runtime/backoff.ts';
import type { SourceEvent } from '../port.ts';
import { ask, isRefusal } from './ask.ts';
import { createAudience } from './audience.ts';
import { readAnswer, type ChatAnswer } from './continuation.ts';
import { findChat, type Access } from './find-chat.ts';
import { interpretAction } from './interpret.ts';
import { isObject, jsonBytes } from '../json-fields.ts';
import { at } from './json.ts';
import { chatRequest } from './requests.ts';
import { showEnd, type ShowEnd } from './show-end.ts';

export interface ShowOptions extends Access {
  readonly videoId: string;
  readonly title: string | null;
  /** Whether the chat of a show that has ended is read too. */
  readonly replays: boolean;
  /** Where the reading of a replay goes on. */
  readonly cursor: string | null;
}

/** The page of the chat tells the next session whether it is over. */
const LOST_WAY: ShowEnd = {
  outcome: 'lost',
  reason: 'the platform names no way on in the chat that is known',
};
const OVER: ShowEnd = { outcome: 'over', reason: 'the chat is over' };

/** Reads the chat of one video from its first page to its end. Says nothing of it before its first answer. */
export async function* readShow(
  options: ShowOptions,
): AsyncGenerator<readonly SourceEvent[], ShowEnd, undefined> {
  const { http, site, clock, videoId, replays } = options;
  const { signal } = site;
  const found = yield* findChat(options, videoId);
  if ('outcome' in found) return found;
  const { beginning, client, title: chatTitle } = found;
  const { isReplay } = beginning;
  if (isReplay && !replays) return OVER;
  // Nobody watches what is of the past.
  const audience = isReplay ? undefined : createAudience({ ...options, client });
  let connected = false;

  function told(answer: ChatAnswer): readonly SourceEvent[] {
    const events: SourceEvent[] = [];
    if (!connected) {
      const title = options.title ?? chatTitle;
      events.push({ type: 'show', platformBroadcastId: videoId, title, recorded: isReplay });
      events.push({ type: 'connected' });
      connected = true;
    }
    for (const action of answer.actions) events.push(...interpretAction(action).events);
    if (answer.strange) {
      const { value, reason } = answer.strange;
      events.push({ type: 'unparsed', payload: jsonBytes(value), reason });
    }
    events.push(...(audience?.take() ?? []));
    if (isReplay && answer.next)
      events.push({ type: 'progress', cursor: answer.next.continuation, time: null });
    return [...events, { type: 'activity' }];
  }

  /** The place of an earlier session, until the platform has answered to it. */
  let resumed = isReplay && 'continuation' in beginning ? options.cursor : null;
  let next = 'answer' in beginning ? beginning.answer.next : undefined;
  if ('answer' in beginning) {
    yield told(beginning.answer);
    if (next) await pause(clock, next.waitMs, signal);
  }
  while (!signal.aborted) {
    const from = resumed ?? next?.continuation ?? ('continuation' in beginning ? beginning.continuation : '');
    const request = chatRequest(site, { continuation: from, isReplay, client });
    const answer = yield* ask(() => http.requestJson(request), { clock, signal });
    if (isRefusal(answer)) {
      if (answer.outcome !== 'senseless' || resumed === null) return showEnd(answer, { connected });
      // Read from the beginning: what comes again is dropped.
      resumed = null;
      continue;
    }
    resumed = null;
    const { json } = answer;
    if (!isObject(json) || at(json, 'error') !== undefined) {
      yield [{ type: 'unparsed', payload: Buffer.from(answer.body), reason: 'an answer that is no chat' }];
      return { outcome: 'lost', reason: 'the platform sent an answer that is no chat' };
    }
    const chat = readAnswer(at(json, 'continuationContents', 'liveChatContinuation'));
    // A chat that is over and says nothing need not be announced.
    if (connected || chat.next || chat.strange || chat.actions.length > 0) yield told(chat);
    if (!chat.next) return chat.strange ? LOST_WAY : OVER;
    if (connected) audience?.ask();
    next = chat.next;
    await pause(clock, next.waitMs, signal);
  }
  return { outcome: 'lost', reason: 'given up' };
}
