import type { Clock } from '../../core/clock.ts';
import type { AllowedHosts } from '../http/allowed-hosts.ts';
import type { SourceEvent } from '../port.ts';
import { connectWebSocket } from '../web-socket.ts';
import { createBacklogGate, type BacklogGate } from './backlog-gate.ts';
import { connectCommand, PING, PONG, recentCommand, type Reader } from './command.ts';
import { interpretFrame } from './interpret.ts';
import type { MessageIds } from './message-ids.ts';

/** So long without a frame: ask the server whether it is there. The supervisor acts when it does not answer. */
const IDLE_MS = 20_000;
/** A server that took the connection and says no word about it is left. */
const WELCOME_MS = 15_000;
const BACKLOG_MESSAGES = 50;

export interface ChatOptions extends Reader {
  readonly url: string;
  readonly hosts: AllowedHosts;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly ids: MessageIds;
  /** Up to when an earlier session has read this chat, ms since 1970; 0 where it has not. */
  readonly takenUntil: number;
  readonly onConnected: () => void;
  readonly onEvents: (events: readonly SourceEvent[]) => void;
  /** Called once, when the chat is gone; not after it was closed. */
  readonly onEnd: (reason: string) => void;
}

/** One connection that reads the chat of one broadcast. */
export interface Chat {
  close(): void;
}

export function openChat(options: ChatOptions): Chat {
  const { clock, chatChannelId, onConnected, onEvents, onEnd } = options;
  let gate: BacklogGate | undefined;
  let over = false;
  let cancelTimer = clock.after(WELCOME_MS, () => {
    end('the chat server does not answer');
  });

  const connection = connectWebSocket({
    url: options.url,
    hosts: options.hosts,
    userAgent: options.userAgent,
    onOpen() {
      connection.send(connectCommand(options));
    },
    onMessage: hear,
    onClose: end,
  });

  function close(): void {
    over = true;
    cancelTimer();
    gate?.close();
    connection.close();
  }

  function end(reason: string): void {
    if (over) return;
    gate?.giveUp();
    close();
    onEnd(reason);
  }

  function waitForLife(): void {
    cancelTimer();
    cancelTimer = clock.after(IDLE_MS, () => {
      connection.send(PING);
      waitForLife();
    });
  }

  function welcome(sid: string): void {
    if (gate) return;
    waitForLife();
    onConnected();
    gate = createBacklogGate({ clock, takenUntil: options.takenUntil, emit: onEvents });
    connection.send(recentCommand(chatChannelId, sid, BACKLOG_MESSAGES));
  }

  function hear(data: Buffer): void {
    const meaning = interpretFrame(data, options.ids);
    if (gate) waitForLife();
    onEvents([{ type: 'activity' }]);
    switch (meaning.type) {
      case 'connected':
        welcome(meaning.sid);
        return;
      case 'rejected':
        end(meaning.reason);
        return;
      case 'ping':
        connection.send(PONG);
        return;
      case 'backlog':
        gate?.backlog(meaning.events);
        return;
      case 'events':
        if (gate) gate.live(meaning.events);
        // Before the welcome no message can come; what cannot be understood is told all the same.
        else onEvents(meaning.events.filter((event) => event.type === 'unparsed'));
        return;
      case 'session-ended':
        end(meaning.reason);
        return;
      case 'nothing':
        return;
    }
  }

  return { close };
}
