/** The rules of a channel on the API. Pure: the browser bundle imports this file. */
import { z } from 'zod';
import { graphemeStarts } from '../../language/text/graphemes.ts';
import { count, time } from './chat-shapes.ts';
import { RULE_WORD_LENGTH } from './rule-limits.ts';

/** Words of a list, graphemes of a word, and graphemes of all words together. */
export const RULE_LIMITS = { words: 500, wordLength: RULE_WORD_LENGTH, total: 5_000 } as const;

/** As ids of channels are made: platform and channel. Rules may be set before a channel is ever watched. */
export const channelIdSchema = z
  .string()
  .max(200)
  .regex(/^[a-z]+-[A-Za-z0-9_-]+$/, 'This is not the id of a channel.');

/** UTF-16 units of a grapheme are few outside of attempts to do harm. */
const LONGEST_UNITS = RULE_LIMITS.wordLength * 8;

const ruleWordSchema = z
  .string()
  .max(LONGEST_UNITS)
  .transform((word) => word.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .refine((word) => /[^\s\p{C}\p{M}]/u.test(word) && !/[\p{Cc}\p{Cs}]/u.test(word), {
    error: 'A word needs something that can be seen, and no control characters or halves of characters.',
  })
  .refine((word) => lengthOf(word) <= RULE_LIMITS.wordLength, {
    error: `A word may have ${RULE_LIMITS.wordLength} characters.`,
  });

const ruleWordsSchema = z
  .array(ruleWordSchema)
  .max(RULE_LIMITS.words)
  .default([])
  .transform((words) => [...new Map(words.map((word) => [foldCase(word), word])).values()]);

export const ruleSeveritySchema = z
  .union([z.literal(1), z.literal(2), z.literal(3)])
  .describe('listed words are masked from this severity on: 1 mild, 2 strong, 3 severe');

export const setRulesSchema = z
  .object({
    mask: ruleWordsSchema.describe('words masked besides the lists; each 1 to 50 characters'),
    allow: ruleWordsSchema.describe('words that are fine here, whatever the lists and the abuse model say'),
    severity: ruleSeveritySchema.default(1),
  })
  .refine(({ mask, allow }) => !sharesWord(mask, allow), {
    error: 'A word is in both lists.',
    path: ['allow'],
  })
  .refine(
    ({ mask, allow }) =>
      [...mask, ...allow].reduce((sum, word) => sum + lengthOf(word), 0) <= RULE_LIMITS.total,
    {
      error: `All words together may have ${RULE_LIMITS.total} characters.`,
    },
  )
  .meta({ id: 'SetChannelRules' });
export type SetRules = z.infer<typeof setRulesSchema>;

export const channelRulesSchema = z
  .object({
    channelId: z.string(),
    version: count.describe('0 where none were ever set; messages name the one they were analysed under'),
    mask: z.array(z.string()),
    allow: z.array(z.string()),
    severity: ruleSeveritySchema,
    changedAt: time.nullable(),
    changedBy: z.string().describe('page, cli or api; empty where it is not known'),
  })
  .meta({ id: 'ChannelRules' });
export type ChannelRules = z.infer<typeof channelRulesSchema>;

function lengthOf(word: string): number {
  return graphemeStarts(word).length - 1;
}

/** Words that differ in the case of their letters alone are one. */
function foldCase(word: string): string {
  return word.toLowerCase();
}

function sharesWord(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a.map(foldCase));
  return b.some((word) => known.has(foldCase(word)));
}
