import type { Clock } from '../../core/clock.ts';
import type { AllowedHosts } from '../http/allowed-hosts.ts';
import type { EndOutcome, SourceEvent } from '../port.ts';
import { connectWebSocket } from '../web-socket.ts';
import { joinPacket, LOGIN, PING } from './command.ts';
import { interpretPiece, type NextId } from './interpret.ts';
import { createPacketReader, type Piece } from './packet.ts';

/** The platform wants a sign of life every 20 to 60 s, and answers it. */
const PING_MS = 20_000;
/** A server that took the connection and lets nobody in is left. */
const WELCOME_MS = 15_000;

export interface ChatOptions {
  readonly url: string;
  readonly hosts: AllowedHosts;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly chatNo: string;
  readonly nextId: NextId;
  readonly onConnected: () => void;
  readonly onEvent: (event: SourceEvent) => void;
  /** Called once, when the chat is gone or over; not after it was closed. */
  readonly onEnd: (outcome: EndOutcome, reason: string) => void;
}

/** One connection that reads the chat of one broadcast. */
export interface Chat {
  close(): void;
}

export function openChat(options: ChatOptions): Chat {
  const { clock, chatNo, nextId, onEvent } = options;
  const reader = createPacketReader();
  let joined = false;
  let over = false;
  let cancelTimer = clock.after(WELCOME_MS, () => {
    end('lost', 'the chat server does not answer');
  });

  const connection = connectWebSocket({
    url: options.url,
    hosts: options.hosts,
    userAgent: options.userAgent,
    protocol: 'chat',
    onOpen() {
      connection.send(LOGIN);
    },
    onMessage(data) {
      onEvent({ type: 'activity' });
      hear(reader.push(data));
    },
    onClose(reason) {
      hear(reader.end());
      end('lost', reason);
    },
  });

  function close(): void {
    over = true;
    cancelTimer();
    connection.close();
  }

  function end(outcome: EndOutcome, reason: string): void {
    if (over) return;
    close();
    options.onEnd(outcome, reason);
  }

  function pingOn(): void {
    cancelTimer();
    cancelTimer = clock.after(PING_MS, () => {
      connection.send(PING);
      pingOn();
    });
  }

  function enter(): void {
    if (joined) return;
    joined = true;
    pingOn();
    options.onConnected();
  }

  function hear(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      // A packet acted on may have ended the session.
      if (isOver()) return;
      const meaning = interpretPiece(piece, nextId);
      switch (meaning.type) {
        case 'logged-in':
          connection.send(joinPacket(chatNo));
          break;
        case 'joined':
          enter();
          break;
        case 'rejected':
          end('lost', meaning.reason);
          break;
        case 'over':
          end('over', 'the broadcast is over');
          break;
        case 'event':
          if (joined || meaning.event.type === 'unparsed') onEvent(meaning.event);
          break;
        case 'nothing':
          break;
      }
    }
  }

  function isOver(): boolean {
    return over;
  }

  return { close };
}
