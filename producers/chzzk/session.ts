import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';
import type { EventQueue } from '../event-queue.ts';
import type { EndOutcome, SourceEvent } from '../port.ts';
import type { ChzzkApi } from './api.ts';
import type { Chat, ChatOptions } from './chat.ts';
import { cursorOf, type Progress } from './cursor.ts';
import type { LiveStatus } from './live-status.ts';

export interface SessionOptions {
  readonly channel: string;
  readonly clock: Clock;
  /** Aborted when the session is to end; `stop` aborts it. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
  readonly api: ChzzkApi;
  readonly openChat: (options: Pick<ChatOptions, OwnToAChat>) => Chat;
  readonly queue: EventQueue;
  /** Where an earlier session of this capture has been. */
  readonly resume: Progress | undefined;
}

type OwnToAChat = 'chatChannelId' | 'token' | 'takenUntil' | 'onConnected' | 'onEvents' | 'onEnd';

type Open = Extract<LiveStatus, { state: 'open' }>;

const LOGIN_NEEDED = 'the broadcast is for adults: the platform wants a login, and none is taken';
/** After an answer that says nothing of it. */
const ASK_AGAIN_MS = 15_000;

/**
 * One session: asks for the status of the channel as often as the platform wishes, and reads the chat of whatever
 * broadcast is on. It ends the queue when it is over, whatever the reason. Never rejects.
 */
export async function runSession(options: SessionOptions): Promise<void> {
  const { channel, clock, signal, api, queue, resume } = options;
  let chat: Chat | undefined;
  let show: Open | undefined;
  let connected = false;
  let lastTime = 0;
  let toldTime = 0;

  function finish(outcome: EndOutcome, reason: string): void {
    if (signal.aborted) return;
    queue.push({ type: 'ended', outcome, reason });
    options.stop();
  }

  function take(events: readonly SourceEvent[]): void {
    for (const event of events) {
      // A time to come would have every later backlog taken for known.
      if (event.type === 'message')
        lastTime = Math.max(lastTime, Math.min(event.message.sentAt ?? 0, clock.now()));
      queue.push(event);
    }
  }

  function tellProgress(chatChannelId: string): void {
    toldTime = lastTime;
    queue.push({ type: 'progress', cursor: cursorOf({ chatChannelId, time: lastTime }), time: null });
  }

  function tellShow({ chatChannelId, title }: Open): void {
    queue.push({ type: 'show', platformBroadcastId: chatChannelId, title });
  }

  /** The chat of another broadcast: the old one is left, since every broadcast has one of its own. */
  async function follow(status: Open): Promise<void> {
    chat?.close();
    chat = undefined;
    show = status;
    const { chatChannelId } = status;
    const access = await api.accessToken(chatChannelId);
    if (signal.aborted) return;
    if (access.state === 'login-needed') {
      finish('refused', LOGIN_NEEDED);
      return;
    }
    if (access.state === 'failed') {
      finish('lost', access.reason);
      return;
    }
    lastTime = resume?.chatChannelId === chatChannelId ? resume.time : 0;
    tellShow(status);
    chat = options.openChat({
      chatChannelId,
      token: access.token,
      takenUntil: lastTime,
      onConnected() {
        if (!connected) queue.push({ type: 'connected' });
        connected = true;
        tellProgress(chatChannelId);
      },
      onEvents: take,
      onEnd(reason) {
        finish('lost', reason);
      },
    });
  }

  /** While the chat is read, only what ends it or changes it matters. */
  async function act(status: Awaited<ReturnType<ChzzkApi['liveStatus']>>): Promise<void> {
    switch (status.state) {
      case 'open':
        if (status.chatChannelId !== show?.chatChannelId) await follow(status);
        else if (status.title !== show.title) tellShow((show = status));
        if (show && status.viewers !== undefined) queue.push({ type: 'viewers', count: status.viewers });
        return;
      case 'closed':
        if (show || resume) finish('over', 'the broadcast is over');
        else queue.push({ type: 'waiting', reason: 'the channel is off air' });
        return;
      case 'login-needed':
        if (!show) finish('refused', LOGIN_NEEDED);
        return;
      case 'unknown-channel':
        if (!show) finish('refused', 'the platform knows no such channel');
        return;
      case 'failed':
        if (!show) finish('lost', status.reason);
        return;
    }
  }

  while (!signal.aborted) {
    const askedAt = clock.now();
    const status = await api.liveStatus(channel);
    if (signal.aborted) break;
    await act(status);
    if (signal.aborted) break;
    // Told by what came since, so that a chat that says nothing does not seem to live.
    if (show && connected && lastTime > toldTime) tellProgress(show.chatChannelId);
    const again = 'askAgainMs' in status ? status.askAgainMs : ASK_AGAIN_MS;
    await pause(clock, Math.max(0, askedAt + again - clock.now()), signal);
  }
  chat?.close();
  queue.end();
}
