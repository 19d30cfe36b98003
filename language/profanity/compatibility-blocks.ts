/**
 * Blocks of characters that Unicode calls compatible with a plain one: raised, lowered, circled, bracketed, squared,
 * half-width and full-width, and the mathematical alphabets. Compatibility jamo are none of them: chat writes those
 * as they are, and normalising would make conjoining ones of them.
 */
export const COMPATIBILITY_BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [0x2b0, 0x2e4],
  [0x1d2c, 0x1d6a],
  [0x1d78, 0x1dbf],
  [0x2070, 0x209c],
  [0x2100, 0x2188],
  [0x2460, 0x24ff],
  [0x2c7c, 0x2c7d],
  [0x3200, 0x32fe],
  [0xff00, 0xffee],
  [0x1d400, 0x1d7ff],
];
