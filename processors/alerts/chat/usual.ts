import type { Usual } from './evidence.ts';
import { STEP_MS, type ChatFigures, type Kept } from './figures.ts';
import { voicesOf, type Share } from './share.ts';

interface Prior extends Usual {
  /** For how many messages it counts. */
  readonly weight: number;
}

/**
 * What is taken to be usual before a broadcast has told. Of ordinary live chat a model calls anything from a twentieth to
 * nearly half negative, by language, kind of show and model: so little is taken for granted that a few minutes of any
 * broadcast outweigh it.
 */
const PRIOR: Readonly<Record<Share, Prior>> = {
  negative: { share: 0.25, weight: 10, spread: 0.12 },
  profane: { share: 0.04, weight: 20, spread: 0.05 },
};
/** 25 minutes. */
const USUAL_STEPS = 150;
/**
 * The newest windows say nothing about what is usual, so that a surge that begins does not: a minute, or a third of a
 * broadcast that has begun just now.
 */
const GUARD_MS = 60_000;
const LEAST_GUARD_MS = 20_000;
const GUARD_SHARE = 1 / 3;
/** Windows are joined until they hold so many messages: shares of fewer are noise. */
const BLOCK_MESSAGES = 50;
const MOST_WEIGHT = 600;
/** A median knows as much as the mean of so many times as many: 2 / pi. */
const MEDIAN_KNOWS = 0.64;
/** How far a share wanders by itself before a broadcast has told, for how many blocks that counts, and the least. */
const WANDER = 0.02;
const WANDER_BLOCKS = 6;
const LEAST_WANDER = 0.01;
/** Standard deviations of a variance by which it has to be above chance, about. */
const DOUBT = 2;

/** What is usual in a broadcast, worked out anew with each new window and not with each look at the one under way. */
export function createUsualShares(figures: ChatFigures): (share: Share) => Usual {
  const known = new Map<Share, { readonly version: number; readonly usual: Usual }>();
  return (share) => {
    const before = known.get(share);
    if (before?.version === figures.version) return before.usual;
    const usual = usualShare(teachingSteps(figures.steps), share);
    known.set(share, { version: figures.version, usual });
    return usual;
  };
}

function teachingSteps(steps: readonly Kept[]): readonly Kept[] {
  const newest = steps.at(-1)?.start ?? 0;
  const age = newest - (steps[0]?.start ?? newest);
  const guard = Math.min(GUARD_MS, Math.max(LEAST_GUARD_MS, age * GUARD_SHARE));
  return steps.filter(({ start }) => start <= newest - guard && start > newest - USUAL_STEPS * STEP_MS);
}

/**
 * The median of the shares of blocks of messages, drawn towards the prior where there are few: a surge that is over, or a
 * few odd minutes, do not move it. Its spread is how far the blocks wander beyond what chance does to them, by their median
 * absolute deviation (Hampel 1974), and how little so few messages tell.
 */
export function usualShare(windows: readonly Kept[], share: Share): Usual {
  const blocks = blocksOf(windows, share);
  const prior = PRIOR[share];
  const weight = Math.min(
    MOST_WEIGHT,
    blocks.reduce((sum, block) => sum + block.messages, 0),
  );
  const shares = blocks.map(({ messages, marked }) => marked / messages);
  const middle = median(shares) ?? prior.share;
  const usual = (middle * weight + prior.share * prior.weight) / (weight + prior.weight);
  const byChance = usual * (1 - usual);
  const deviation = 1.4826 * (median(shares.map((one) => Math.abs(one - middle))) ?? 0);
  const typical = median(blocks.map(({ messages }) => messages)) ?? BLOCK_MESSAGES;
  // A few blocks wander by chance as well, so that only more than that counts.
  const doubt = 1 + DOUBT / Math.sqrt(Math.max(1, blocks.length));
  const seen = Math.max(0, deviation ** 2 - (doubt * byChance) / typical);
  const wander = (seen * blocks.length + WANDER ** 2 * WANDER_BLOCKS) / (blocks.length + WANDER_BLOCKS);
  const unknown = 1 / (1 / prior.spread ** 2 + (MEDIAN_KNOWS * weight) / byChance);
  return {
    share: usual,
    spread: Math.sqrt(Math.max(LEAST_WANDER ** 2, wander) + unknown),
  };
}

interface Block {
  readonly messages: number;
  readonly marked: number;
}

function blocksOf(windows: readonly Kept[], share: Share): Block[] {
  const blocks: Block[] = [];
  let messages = 0;
  let marked = 0;
  for (const window of windows) {
    if (window.unusual) continue;
    const voices = voicesOf(window, share);
    messages += voices.all;
    marked += voices.marked;
    if (messages < BLOCK_MESSAGES) continue;
    blocks.push({ messages, marked });
    messages = 0;
    marked = 0;
  }
  if (blocks.length === 0 && messages > 0) blocks.push({ messages, marked });
  return blocks;
}

export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
