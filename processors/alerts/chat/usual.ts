import { voicesOf, type Share } from './share.ts';
import type { Kept } from './figures.ts';

/** What is usual in a broadcast. */
export interface UsualShare {
  /** The share of marked messages. */
  readonly share: number;
  /** How far the share wanders by itself, beyond what chance does to so few messages. */
  readonly spread: number;
}

interface Prior {
  readonly share: number;
  /** For how many messages it counts. */
  readonly weight: number;
  /** How far broadcasts differ from each other. */
  readonly spread: number;
}

/**
 * What is taken to be usual before a broadcast has told. Of ordinary live chat the models call about a tenth negative
 * (Korean; six to sixteen of a hundred by channel) or a fifth (English).
 */
const PRIOR: Readonly<Record<Share, Prior>> = {
  negative: { share: 0.15, weight: 40, spread: 0.06 },
  profane: { share: 0.04, weight: 40, spread: 0.05 },
};
/** Windows are joined until they hold so many messages: shares of fewer are noise. */
const BLOCK_MESSAGES = 25;
const MOST_WEIGHT = 600;
const LEAST_SPREAD = 0.02;
/** Fewer blocks tell nothing about the spread. */
const BLOCKS_FOR_SPREAD = 6;

/**
 * The median of the shares of blocks of messages, drawn towards the prior where there are few: a surge that is over, or a
 * few odd minutes, do not move it.
 */
export function usualShare(windows: readonly Kept[], share: Share): UsualShare {
  const blocks = blocksOf(windows, share);
  const prior = PRIOR[share];
  const weight = Math.min(
    MOST_WEIGHT,
    blocks.reduce((sum, block) => sum + block.messages, 0),
  );
  const shares = blocks.map(({ messages, marked }) => marked / messages);
  const middle = median(shares) ?? prior.share;
  const usual = (middle * weight + prior.share * prior.weight) / (weight + prior.weight);
  if (blocks.length < BLOCKS_FOR_SPREAD) return { share: usual, spread: prior.spread };
  const deviation = 1.4826 * (median(shares.map((one) => Math.abs(one - middle))) ?? 0);
  const typical = median(blocks.map(({ messages }) => messages)) ?? BLOCK_MESSAGES;
  const byChance = (usual * (1 - usual)) / typical;
  return { share: usual, spread: Math.max(LEAST_SPREAD, Math.sqrt(Math.max(0, deviation ** 2 - byChance))) };
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
    const voices = voicesOf([window], share);
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
