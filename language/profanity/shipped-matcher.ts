import { readFileSync } from 'node:fs';
import { parseLexicon } from './lexicon.ts';
import { ProfanityMatcher } from './matcher.ts';

/** For tests: the matcher with the lists as shipped. */
export function shippedMatcher(): ProfanityMatcher {
  const names = ['profanity-ko.tsv', 'profanity-en.tsv', 'allow-ko.tsv', 'allow-en.tsv'];
  return new ProfanityMatcher(
    names.flatMap((name) =>
      parseLexicon(name, readFileSync(new URL(`../lists/${name}`, import.meta.url), 'utf8')),
    ),
  );
}
