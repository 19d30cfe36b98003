/** What a reader sees as one character. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Whether every UTF-16 unit of the text is a grapheme of its own. Conservative and cheap. */
export function isSimple(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const simple =
      (unit >= 0x20 && unit < 0x7f) ||
      (unit >= 0xac00 && unit <= 0xd7a3) ||
      (unit >= 0x3131 && unit <= 0x318e) ||
      (unit >= 0x3041 && unit <= 0x3096) ||
      (unit >= 0x30a1 && unit <= 0x30fa) ||
      (unit >= 0x4e00 && unit <= 0x9fff) ||
      (unit >= 0xff01 && unit <= 0xff5e);
    if (!simple) return false;
  }
  return true;
}

/** Start offsets of the graphemes of a text in UTF-16 units, and its length at the end. */
export function graphemeStarts(text: string): number[] {
  const starts: number[] = [];
  if (isSimple(text)) for (let i = 0; i < text.length; i++) starts.push(i);
  else for (const segment of segmenter.segment(text)) starts.push(segment.index);
  starts.push(text.length);
  return starts;
}
