import type { Clock } from '../../core/clock.ts';
import { pause } from '../../core/runtime/backoff.ts';
import type { EventQueue } from '../event-queue.ts';
import type { EndOutcome } from '../port.ts';
import type { SoopApi } from './api.ts';
import { tellAudience } from './audience.ts';
import type { Chat, ChatOptions } from './chat.ts';
import type { PlayerLive } from './player-live.ts';

export type OnAir = Extract<PlayerLive, { state: 'on-air' }>;

export interface SessionOptions {
  readonly channel: string;
  readonly clock: Clock;
  /** Aborted when the session is to end; `stop` aborts it. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
  readonly api: SoopApi;
  readonly openChat: (show: OnAir, on: Pick<ChatOptions, 'onConnected' | 'onEvent' | 'onEnd'>) => Chat;
  readonly queue: EventQueue;
  /** The broadcast that an earlier session of this capture has read; null for none. */
  readonly earlierBroadcast: string | null;
}

/** A channel that is off air is asked for this often. */
const ASK_AGAIN_MS = 30_000;

/**
 * One session: waits until the channel is on air, then reads its chat. It ends the queue when it is over, whatever the
 * reason. Never rejects.
 */
export async function runSession(options: SessionOptions): Promise<void> {
  const { channel, clock, signal, api, queue } = options;
  let chat: Chat | undefined;
  let audience: Promise<void> | undefined;

  function finish(outcome: EndOutcome, reason: string): void {
    if (signal.aborted) return;
    queue.push({ type: 'ended', outcome, reason });
    options.stop();
  }

  function read(show: OnAir): void {
    const { broadcastNo, title } = show;
    queue.push({ type: 'show', platformBroadcastId: broadcastNo, title });
    chat = options.openChat(show, {
      onConnected() {
        queue.push({ type: 'connected' });
        queue.push({ type: 'progress', cursor: broadcastNo, time: null });
      },
      onEvent: (event) => {
        queue.push(event);
      },
      onEnd: finish,
    });
    audience = tellAudience({ api, channel, broadcastNo, clock, signal, queue });
  }

  while (!signal.aborted && !chat) {
    const askedAt = clock.now();
    const answer = await api.playerLive(channel);
    if (signal.aborted) break;
    switch (answer.state) {
      case 'on-air':
        read(answer);
        break;
      case 'off-air':
        if (options.earlierBroadcast !== null) finish('over', 'the broadcast is over');
        else queue.push({ type: 'waiting', reason: 'the channel is off air' });
        break;
      case 'login-needed':
        finish('refused', 'the platform wants a login for this broadcast, and none is taken');
        break;
      case 'password-needed':
        finish('refused', 'the broadcast has a password');
        break;
      case 'failed':
        finish('lost', answer.reason);
        break;
    }
    if (!chat) await pause(clock, Math.max(0, askedAt + ASK_AGAIN_MS - clock.now()), signal);
  }
  await audience;
  chat?.close();
  queue.end();
}
