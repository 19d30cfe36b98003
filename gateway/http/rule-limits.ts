/** Graphemes of a word of a channel's rules. Apart from the schemas: pages need it without them. */
export const RULE_WORD_LENGTH = 50;
