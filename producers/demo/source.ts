import { pause } from '../../core/runtime/backoff.ts';
import type { ChatSource, OpenOptions, SourceEvent, SourceMessage } from '../port.ts';
import { createPace } from '../replay/pace.ts';
import { authorNamed } from './cast.ts';
import { emotesIn } from './emotes.ts';
import { isSaid, type PlatformAct, type SaidLine } from './script.ts';
import { SHOWCASE, type TimedLine } from './showcase.ts';

/** `demo:showcase`: a written broadcast that shows everything at once, with no network. */
export function createDemoSource(): ChatSource {
  return {
    platform: 'demo',
    capabilities: {
      removals: true,
      paid: true,
      backlog: false,
      emotes: true,
      // It is spoken now, whenever that is.
      clock: 'live',
      keepAliveMs: null,
      resumable: true,
      silenceEndsMs: null,
    },
    open: perform,
  };
}

async function* perform({
  clock,
  signal,
  speed,
  cursor,
}: OpenOptions): AsyncGenerator<readonly SourceEvent[]> {
  const pace = createPace(speed, clock);
  if (!pace) {
    yield [
      { type: 'ended', outcome: 'refused', reason: `"${speed}" is not a speed: use 1, a factor or max` },
    ];
    return;
  }
  yield [{ type: 'connected' }];
  const first = Number(cursor ?? 0);
  for (let index = first; index < SHOWCASE.length; index += 1) {
    const line = SHOWCASE[index];
    if (!line) break;
    const delay = pace.delayOf(line.at).wait;
    if (delay > 0) await pause(clock, delay, signal);
    if (signal.aborted) return;
    yield [eventOf(line, clock.now()), { type: 'progress', cursor: String(index + 1), time: null }];
  }
  yield [{ type: 'ended', outcome: 'over', reason: 'the demo is at its end' }];
}

function eventOf({ line, number }: TimedLine, now: number): SourceEvent {
  return isSaid(line) ? { type: 'message', message: messageOf(line, number, now) } : actOf(line, now);
}

function messageOf([author, text, extras = {}]: SaidLine, number: number, now: number): SourceMessage {
  const { won, membership, action, reply } = extras;
  return {
    messageId: idOfLine(number),
    sentAt: now,
    author: authorNamed(author),
    text,
    emotes: emotesIn(text),
    kind: won ? 'paid' : membership ? 'membership' : action ? 'action' : 'text',
    paid: won
      ? { kind: 'donation', amount: won, currency: 'KRW' }
      : membership
        ? { kind: 'membership', amount: 1, currency: 'subscription' }
        : null,
    reply: reply === undefined ? null : replyTo(reply),
    originId: null,
  };
}

function replyTo(mark: string) {
  const { number, author } = marked(mark);
  return { messageId: idOfLine(number), author };
}

function actOf(act: PlatformAct, now: number): SourceEvent {
  if ('remove' in act)
    return { type: 'removed', messageId: idOfLine(marked(act.remove).number), by: '매니저_봄', sentAt: now };
  const author = authorNamed(act.timeout);
  return {
    type: 'sanctioned',
    authorId: author.id,
    authorName: author.name,
    durationSeconds: act.seconds,
    sentAt: now,
  };
}

function marked(mark: string): { readonly number: number; readonly author: string } {
  for (const { line, number } of SHOWCASE)
    if (isSaid(line) && line[2]?.mark === mark) return { number, author: line[0] };
  throw new Error(`The demo has no line marked ${mark}.`);
}

function idOfLine(number: number): string {
  return `showcase-${number}`;
}
