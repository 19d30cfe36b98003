/** Classes of code points that several parts of the analysis ask for. All take a code point or a UTF-16 unit. */

export function isHangulSyllable(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3;
}

/** Hangul compatibility jamo: how chat writes single letters (ㅋ, ㅠ, ㅅ). */
export function isCompatJamo(code: number): boolean {
  return code >= 0x3131 && code <= 0x318e;
}

/** Conjoining jamo, which join into syllables under NFC. */
export function isConjoiningJamo(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x11ff) ||
    (code >= 0xa960 && code <= 0xa97c) ||
    (code >= 0xd7b0 && code <= 0xd7fb)
  );
}

/** ASCII and accented Latin letters. */
export function isLatin(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7)
  );
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 0x09 && code <= 0x0d) ||
    code === 0xa0 ||
    code === 0x85 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    (code >= 0x2028 && code <= 0x2029) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** Characters that take no room on the screen: joiners, direction marks, fillers, variation selectors, tags. */
export function isInvisible(code: number): boolean {
  if (code < 0xad) return code < 0x20 && !isSpace(code);
  return (
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    (code >= 0x115f && code <= 0x1160) ||
    (code >= 0x17b4 && code <= 0x17b5) ||
    (code >= 0x180b && code <= 0x180f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0x3164 ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    code === 0xffa0 ||
    (code >= 0xfff9 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

/** Combining marks that may follow a letter. */
export function isCombiningMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x483 && code <= 0x489) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20f0) ||
    (code >= 0x302a && code <= 0x302f) ||
    (code >= 0x3099 && code <= 0x309a) ||
    (code >= 0xfe20 && code <= 0xfe2f)
  );
}

/** Full-width ASCII becomes ASCII, half-width jamo become compatibility jamo; all else stays. */
export function narrow(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code >= 0xffa1 && code <= 0xffbe) return 0x3131 + code - 0xffa1;
  return code;
}

export function lowerAscii(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}
