/** Characters that are read as Latin letters or digits, whatever script they come from. */
import { COMPATIBILITY_BLOCKS } from './compatibility-blocks.ts';

/** The looks of each letter among Cyrillic, Greek, Armenian, Cherokee, Canadian, phonetic, Han and currency signs. */
const LOOKS: Readonly<Record<string, string>> = {
  a: 'аАαΑɑᴀɐΛλꓮᎪ∀ᗩ卂',
  b: 'вВβΒЬьЪъбБʙɓƄꓐᏴ฿♭ᗷ乃',
  c: 'сСϲϹᴄςↄɔƈꓚᏟ¢©₵ᑕ匚',
  d: 'ԁԂᴅɗđδժꓓᎠðĐ₫ⅾᗪ',
  e: 'еЕεΕєЄэЭёЁᴇɛəǝꓰᎬ∃€ҽΞξ℮ɘᕮ乇',
  f: 'ғҒƒϝϜꜰſꓝʄ₣ᖴ千',
  g: 'ɢɡɠցԍꓖᏀǥ₲ɣ',
  h: 'нНһҺΗʜɦհꓧᎻђћᕼ卄',
  i: 'іІїЇιΙɪıɩɨӏӀ¡ꓲᎥ丨',
  j: 'јЈᴊʝɟϳꓙᎫյᒍ',
  k: 'кКκΚᴋƙқҚҝҜꓗᏦₖ₭',
  l: 'ʟɭłŁℓլꓡᏞ£₤ᒪㄥ',
  m: 'мМΜᴍɱꓟᎷ₥ᗰ爪',
  n: 'пПηΝɴɲŋπлЛռոꓠ₦Иᑎ冂',
  o: 'оОοΟσөѳфФθΘᴏɵօꓳØø☉ㄖ',
  p: 'рРρΡᴘþꓑᏢ₱ᑭ卩',
  q: 'ԛԚɋգʠɊ',
  r: 'гГяЯʀɾɼʁꓣᎡ₹гՐᖇ尺',
  s: 'ѕЅꜱʂƨşѕꓢᏚ§$ֆᔕ丂',
  t: 'тТτΤᴛʈŧŦꓔᎢ†‡₮✝ㄒ',
  u: 'υиЙйцЦᴜʊմսꓴµμʋʉᑌ凵',
  v: 'νѵѴᴠ√ꓦᏙν∨ᐯ',
  w: 'ωԝԜшШщЩᴡɯѡꓪᎳ₩աᗯ山',
  x: 'хХχΧҳꓫ',
  y: 'уУүҮΥʏγʎꓬᎩ¥ყч丫',
  z: 'ᴢʐʑΖƶꓜᏃᘔ',
};

const looks = new Map<number, number>();
for (const [letter, characters] of Object.entries(LOOKS))
  for (const character of characters) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x7f && !looks.has(code)) looks.set(code, letter.charCodeAt(0));
  }
looks.set('ß'.charCodeAt(0), 's'.charCodeAt(0));
looks.set('æ'.charCodeAt(0), 'a'.charCodeAt(0));

/** Letters that are drawn for two Latin ones; this is the other one. */
const OTHER_LOOKS: ReadonlyMap<number, number> = new Map(
  Object.entries({ и: 'n', η: 'h', р: 'r', г: 'r', λ: 'l', σ: 's', в: 'v' }).map(([from, to]) => [
    from.charCodeAt(0),
    to.charCodeAt(0),
  ]),
);

/** The other Latin letter that a character may be drawn for, or 0. */
export function otherLook(code: number): number {
  return OTHER_LOOKS.get(code) ?? 0;
}

/** Alphabets of 26 letters in a row: squared, circled and negative ones, and those that flags are made of. */
const ALPHABETS = [0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6];
/** What each character of {@link COMPATIBILITY_BLOCKS} is without its dress; filled when first asked. */
const bare = new Map<number, number>();

/** The plain letter, digit, syllable or mark that a character from beyond ASCII stands for; most are themselves. */
export function undress(code: number): number {
  if (code < 0xaa) return looks.get(code) ?? code;
  if (code <= 0x24f || (code >= 0x1e00 && code <= 0x1eff)) {
    const base = String.fromCharCode(code).normalize('NFD').charCodeAt(0) | 0x20;
    return base >= 0x61 && base <= 0x7a ? base : (looks.get(code) ?? code);
  }
  if (COMPATIBILITY_BLOCKS.some(([first, last]) => code >= first && code <= last)) {
    let found = bare.get(code);
    if (found === undefined) {
      found = withoutDress(code);
      bare.set(code, found);
    }
    return found;
  }
  for (const first of ALPHABETS) if (code >= first && code < first + 26) return 0x61 + code - first;
  return looks.get(code) ?? code;
}

function withoutDress(code: number): number {
  const look = looks.get(code);
  if (look !== undefined) return look;
  const characters = [...String.fromCodePoint(code).normalize('NFKC').replace(/[()]/gu, '')];
  const only = characters[0]?.codePointAt(0) ?? code;
  if (characters.length !== 1) return code;
  const lower = only >= 0x41 && only <= 0x5a ? only | 0x20 : only;
  return lower === code ? code : (looks.get(lower) ?? lower);
}
