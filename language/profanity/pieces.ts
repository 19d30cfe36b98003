/** English words cut in pieces by spaces. */
import { GAP_NONE, type FoldedText } from './folded-text.ts';
import { alikeSymbol, latinSymbol } from './symbols.ts';

/** Pieces that are words of their own, and letters that chat writes for words. */
const ORDINARY: ReadonlySet<string> = new Set(
  `a d g i k l m n o r s t u w x y
  ad ah am an as at be by co da de di do eh el em en er et ex fa fu ga go ha he hi hm ho id if in is it ka ki la le li lo
  ma me mi mo my na ne no nu of oh ok on or os ou ow ox pa pe pi po pu ra re sa se si so su ta te ti to tu uh um un up us
  va ve we wo ya ye yo
  and ape arse ass bad bar bat bean bit blow boo but butt chin cock come con coo cot cow cum cut dam die dog dum dumb eat
  end ers fag fat fed gay get god got had hand has hat head her hers him his hit hoe hole horn hot how ice ick ill ing ink
  its jack job just kid kin king lap lest let lip lit man mass men mol mother mole net nig not now off old one ore out
  add all call egg fall full good kill moon need poor pool room see soon tell too took well will been food hood look book
  pan par past pen per pet pie pig pin pop por pot pro pus put quit ran rap rape rat raw re red ret rid rim rip rub run
  sad sat saw scum see sex sham she shot sin sir sis sit sky slut smart son soul spa spas sty suck sum sun tan tar tard
  tea ten the tic tie tin tip tit toe too top tor try van war was wet who why win wit with wan you`
    .split(/\s+/)
    .flatMap((word) => [spelling(word, false), spelling(word, true)]),
);

/** @param alike as it is read where letters that look alike are one */
function spelling(word: string, alike: boolean): string {
  return Array.from(word.replaceAll('w', alike ? 'uu' : 'w'), (letter) => {
    const symbol = latinSymbol(letter.charCodeAt(0));
    return alike ? alikeSymbol(symbol) : symbol;
  }).join();
}

/** Whether the spaces within the symbols cut a word in pieces of which one at least means nothing by itself. */
export function isInPieces(text: FoldedText, start: number, end: number): boolean {
  let piece = '';
  for (let i = start; i <= end; i++) {
    if (i > start && (text.gaps[i] as number) !== GAP_NONE) {
      if (!ORDINARY.has(piece)) return true;
      piece = '';
    }
    for (let times = Math.min(2, text.runs[i] as number); times > 0; times--)
      piece += piece === '' ? String(text.symbols[i]) : `,${text.symbols[i]}`;
  }
  return !ORDINARY.has(piece);
}
