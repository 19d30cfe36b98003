/**
 * The word lists: tab-separated lines `word, severity, reason, marks`; `#` begins a comment. Severity 0 is the
 * allow-list. Marks:
 *
 *     ^  only at the beginning of a word        $  only at the end of one (a particle may follow)
 *     =  only as a whole word, without endings  +  anywhere within a Latin word (else a word, plain endings)
 *     c  also by its leading consonants, wholly or in part (ㅅㅂ, ㅅ발, 시ㅂ)
 *     m  also in part (ㅅ발, 시ㅂ), not wholly    n  never with spaces between its letters
 *     -  only where the word goes on before it (시발표 in 다시발표)
 *     ~  the last syllable may carry any final consonant
 *     k  the keys of a Korean word, on the Latin keyboard
 *     !  not with another letter for one of its own (plss for piss), though with a digit or mark (pi55)
 */
import { modelInvalid } from '../errors.ts';

export type Severity = 0 | 1 | 2 | 3;

export interface LexiconEntry {
  readonly word: string;
  /** 0 allows the word wherever it stands; 1 mild, 2 strong, 3 severe. */
  readonly severity: Severity;
  readonly reason: string;
  readonly marks: string;
}

export function parseLexicon(name: string, content: string): LexiconEntry[] {
  const entries: LexiconEntry[] = [];
  content.split('\n').forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [word, severity, reason = '', marks = ''] = line.replace(/\r$/, '').split('\t');
    if (word === undefined || !/^[0-3]$/.test(severity ?? ''))
      throw modelInvalid(name, `has a wrong line ${at + 1}`);
    entries.push({ word, severity: Number(severity) as Severity, reason, marks });
  });
  return entries;
}
