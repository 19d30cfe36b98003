/** Hashing of features to keys. Multiplications are modulo 2^32. */
import { KEY_BITS } from '../model/key-index.ts';

const STEP = 0x9e3779b1;

/** Appends one code (or another hash) to a running hash. Cheap; {@link keyOf} does the mixing. */
export function step(hash: number, code: number): number {
  return (Math.imul(hash ^ (hash >>> 15), STEP) + code) | 0;
}

/** Key of `KEY_BITS` bits from a running hash, salted by the kind of feature (Murmur3's finaliser). */
export function keyOf(hash: number, kind: number): number {
  let h = hash ^ Math.imul(kind + 1, 0x7feb352d);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> (32 - KEY_BITS);
}

/** Hash of a string by UTF-16 units, 30 bits, so that it stays a small integer in memory. */
export function hashText(text: string): number {
  let hash = 0x51ab;
  for (let i = 0; i < text.length; i++) hash = step(hash, text.charCodeAt(i));
  return (hash ^ (hash >>> 17)) & 0x3fffffff;
}
