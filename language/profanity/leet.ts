/** Digits and marks that stand for Latin letters. */

/** One for one, beside a letter. */
const MARKS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
};
/** Brackets that are open like a c. */
const OPENERS: Readonly<Record<string, string>> = { '(': ')', '<': '>', '[': ']', '{': '}' };
/** A bracket is closed within as many characters, or it is a letter. */
const LONGEST_BRACKETS = 40;

/** Letters drawn with several characters, the longer ones first. */
const DRAWN: readonly (readonly [drawing: string, letter: string])[] = [
  ['\\/\\/', 'w'],
  ['/\\/\\', 'm'],
  ['|\\/|', 'm'],
  ['|_|', 'u'],
  ['|-|', 'h'],
  [']-[', 'h'],
  ['|\\|', 'n'],
  ['/-\\', 'a'],
  ['|<', 'k'],
  ['|{', 'k'],
  ['|(', 'k'],
  ['1<', 'k'],
  ['l<', 'k'],
  ['|)', 'd'],
  ['|]', 'd'],
  ['|=', 'f'],
  ['|3', 'b'],
  ['|2', 'r'],
  ['|*', 'p'],
  ['()', 'o'],
  ['[]', 'o'],
  ['<>', 'o'],
  ['\\/', 'v'],
  ['/\\', 'a'],
  ['ph', 'f'],
];

const marks = new Uint8Array(128);
for (const [mark, letter] of Object.entries(MARKS)) marks[mark.charCodeAt(0)] = letter.charCodeAt(0);
const drawnBy = new Map<number, typeof DRAWN>();
for (const [drawing] of DRAWN) {
  const first = drawing.charCodeAt(0);
  drawnBy.set(
    first,
    DRAWN.filter(([other]) => other.charCodeAt(0) === first),
  );
}

/** Lower-case Latin letter that a digit or mark stands for, or 0. */
export function leetLetter(code: number): number {
  return marks[code] ?? 0;
}

/** Whether letters are drawn with this mark. */
export function isDrawing(code: number): boolean {
  return (
    code === 0x28 ||
    code === 0x29 ||
    code === 0x3c ||
    code === 0x3e ||
    code === 0x5b ||
    code === 0x5c ||
    code === 0x5d ||
    code === 0x2f ||
    code === 0x5f ||
    code === 0x7b ||
    code === 0x2d
  );
}

/** The letter drawn at an offset with several characters. */
export function drawnLetter(
  text: string,
  at: number,
): { readonly letter: number; readonly units: number } | undefined {
  const candidates = drawnBy.get(text.charCodeAt(at) | (isUpperP(text, at) ? 0x20 : 0));
  for (const [drawing, letter] of candidates ?? [])
    if (text.startsWith(drawing, at) || (letter === 'f' && text.slice(at, at + 2).toLowerCase() === drawing))
      return { letter: letter.charCodeAt(0), units: drawing.length };
  return undefined;
}

function isUpperP(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x50;
}

/** Whether a bracket stands for a c: none closes it. */
export function isOpenC(text: string, at: number): boolean {
  const closing = OPENERS[text[at] ?? ''];
  return closing !== undefined && !text.slice(at + 1, at + 1 + LONGEST_BRACKETS).includes(closing);
}
