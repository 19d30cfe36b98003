import { WebSocket, type RawData } from 'ws';
import type { Clock } from '../../core/clock.ts';
import type { EventQueue } from '../event-queue.ts';
import type { EndOutcome } from '../port.ts';
import { linesOfFrame } from './frame.ts';
import { interpretLine, type Meaning } from './interpret.ts';
import type { JoinLimiter } from './join-limiter.ts';

/** So long without a line: ask the server whether it is there. The supervisor acts when it does not answer. */
const IDLE_MS = 60_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** So long without an answer to JOIN: send it again, and say what is waited for. */
const JOIN_ANSWER_MS = 15_000;
/** A larger frame ends the connection rather than the memory. */
const MAX_FRAME_BYTES = 8 * 1024 * 1024;

export interface SessionOptions {
  readonly url: string;
  readonly channel: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly limiter: JoinLimiter;
  readonly queue: EventQueue;
}

/** One anonymous connection that reads one channel. It ends the queue when it is over, whatever the reason. */
export function runSession({ url, channel, clock, signal, limiter, queue }: SessionOptions): void {
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // A text frame with invalid UTF-8 is a matter of its lines, not the end of the connection.
    skipUTF8Validation: true,
  });
  let over = false;
  let joined = false;
  let cancelIdle: () => void = () => undefined;
  let cancelJoin: () => void = () => undefined;
  let cancelJoinAnswer: () => void = () => undefined;

  function finish(outcome?: EndOutcome, reason?: string): void {
    if (over) return;
    over = true;
    cancelIdle();
    cancelJoin();
    cancelJoinAnswer();
    signal.removeEventListener('abort', abort);
    if (outcome) queue.push({ type: 'ended', outcome, reason: reason ?? '' });
    queue.end();
    socket.terminate();
  }

  function abort(): void {
    finish();
  }

  function send(line: string): void {
    if (socket.readyState === WebSocket.OPEN) socket.send(`${line}\r\n`);
  }

  function waitForLife(): void {
    cancelIdle();
    cancelIdle = clock.after(IDLE_MS, () => {
      send('PING :chatpulse');
      waitForLife();
    });
  }

  function join(): void {
    cancelJoin = limiter.whenFree(clock, () => {
      send(`JOIN #${channel}`);
      cancelJoinAnswer = clock.after(JOIN_ANSWER_MS, () => {
        queue.push({ type: 'waiting', reason: `No answer to joining #${channel}: does the channel exist?` });
        join();
      });
    });
  }

  function onJoined(): void {
    if (joined) return;
    joined = true;
    cancelJoinAnswer();
    cancelJoin();
    queue.push({ type: 'connected' });
  }

  function act(meaning: Meaning): void {
    switch (meaning.type) {
      case 'event':
        if (meaning.event.type !== 'unparsed') onJoined();
        queue.push(meaning.event);
        return;
      case 'joined':
        onJoined();
        return;
      case 'ping':
        send(`PONG :${meaning.token}`);
        return;
      case 'reconnect':
        finish('lost', 'the server asked for a new connection');
        return;
      case 'refused':
        finish('refused', meaning.reason);
        return;
      case 'login-failed':
        finish('lost', meaning.reason);
        return;
      case 'nothing':
        return;
    }
  }

  function onFrame(data: RawData): void {
    if (over) return;
    waitForLife();
    queue.push({ type: 'activity' });
    for (const line of linesOfFrame(bufferOf(data))) {
      act(interpretLine(line, channel));
      // A line acted on may have ended the session.
      if (isOver()) return;
    }
  }

  function isOver(): boolean {
    return over;
  }

  socket.on('open', () => {
    if (over) return;
    waitForLife();
    queue.push({ type: 'activity' });
    send('CAP REQ :twitch.tv/tags twitch.tv/commands');
    send('PASS SCHMOOPIIE');
    send(`NICK justinfan${10_000 + Math.floor(Math.random() * 80_000)}`);
    join();
  });
  socket.on('message', onFrame);
  socket.on('error', (error) => {
    finish('lost', error.message);
  });
  socket.on('close', (code) => {
    finish('lost', `connection closed (${code})`);
  });
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
