import { searchTerms } from '../search-text.ts';

/** Terms of a query are narrowed down by at most so many units; the rest is left to the comparison of texts. */
const MAX_UNITS = 12;

/**
 * What a search text is found by: every character of its words, and every pair of neighbouring ones. Korean is written
 * with endings and compounds, so readers look for parts of words; pairs find these without a morphological index.
 * In order of first occurrence, each once.
 */
export function searchUnits(search: string): string[] {
  const units = new Set<string>();
  for (const word of search.split(/\s+/u)) {
    let previous = '';
    for (const character of word) {
      units.add(character);
      if (previous !== '') units.add(previous + character);
      previous = character;
    }
  }
  return [...units];
}

export interface TextCondition {
  /** Units that a matching text has, all of them. Not empty. */
  readonly units: readonly string[];
  /** Regular expressions that it matches as well: terms that units alone do not settle. */
  readonly patterns: readonly string[];
}

/** How the index is asked for a query's text; undefined for a text without terms. */
export function textCondition(text: string): TextCondition | undefined {
  const units = new Set<string>();
  const patterns: string[] = [];
  for (const term of searchTerms(text)) {
    const characters = [...term];
    const own = characters.length < 2 ? characters : pairsOf(characters);
    let isCut = false;
    for (const unit of own) {
      if (units.size < MAX_UNITS) units.add(unit);
      else isCut ||= !units.has(unit);
    }
    // A term of one or two characters is a unit itself.
    if (characters.length > 2 || isCut) patterns.push(literalPattern(term));
  }
  return units.size === 0 ? undefined : { units: [...units], patterns };
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`);
}

/** A pattern that matches the text itself, in the dialects of PCRE and of Java alike. */
function literalPattern(text: string): string {
  return (
    text
      .replace(/[!-/:-@[-`{-~]/g, '\\$&')
      // Control characters; a pattern may not hold a zero.
      .replace(/[\u0000-\u001f\u007f]/g, (control) => `\\x${hex(control)}`)
  );
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0');
}
