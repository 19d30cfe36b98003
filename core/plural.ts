const rules = new Intl.PluralRules('en');

/** The word for so many of something: English as the server and the command line write it. */
export function plural(count: number, one: string, other = `${one}s`): string {
  return rules.select(count) === 'one' ? one : other;
}
