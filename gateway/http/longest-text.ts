/** The longest text that a single question may be about, UTF-16 units. Apart from the schemas, which pages do not load. */
export const LONGEST_TEXT = 10_000;
