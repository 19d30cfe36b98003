import { createChatText } from './chat-text.ts';
import { sendEvenly } from './even-rate.ts';
import type { Load } from './load-target.ts';

const PER_FRAME = 50;

/** Says made-up texts at an even rate; `from` is the running number of the first. Resolves with how many were said. */
export function talkEvenly(
  { stampTexts, seed = 1, ...load }: Load,
  say: (texts: readonly string[], from: number) => void,
): Promise<number> {
  const nextText = createChatText(seed);
  return sendEvenly({
    ...load,
    perFrame: PER_FRAME,
    send(from, to) {
      const stamp = stampTexts ? ` ${Date.now()}` : '';
      say(
        Array.from({ length: to - from }, () => `${nextText()}${stamp}`),
        from,
      );
    },
  });
}
