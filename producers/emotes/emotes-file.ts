import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ChatpulseError, describeError } from '../../core/errors.ts';
import type { NamedEmotes } from './named-emotes.ts';

const MOST = 50_000;

/** Who keeps the emote and its id there: with them the pages can show its picture. */
const keptSchema = z.strictObject({
  provider: z.enum(['7tv', 'bttv', 'ffz']),
  id: z.string().regex(/^[A-Za-z0-9]{1,64}$/, { error: 'must be letters and digits' }),
});

const listSchema = z
  .record(
    z.string().regex(/^\S{1,100}$/, { error: 'must be a word without white space' }),
    z.union([keptSchema, z.strictObject({}), z.null()]),
  )
  .refine((list) => Object.keys(list).length <= MOST, { error: `must name at most ${MOST} emotes` });

/**
 * `CHATPULSE_EMOTES_FILE`: a JSON object of names, each with `{"provider", "id"}`, `{}` or `null`.
 * @throws ChatpulseError CHATPULSE_EMOTES_UNUSABLE
 */
export function readEmotesFile(file: string): NamedEmotes {
  try {
    return parseEmotes(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : describeError(error);
    throw new ChatpulseError('CHATPULSE_EMOTES_UNUSABLE', {
      message: `The list of emotes ${file} cannot be used: ${why.slice(0, 500)}`,
      cause: error,
    });
  }
}

/** @throws SyntaxError or z.ZodError */
export function parseEmotes(text: string): NamedEmotes {
  const list = listSchema.parse(JSON.parse(text));
  return new Map(
    Object.entries(list).map(([name, kept]) => [
      name,
      kept && 'provider' in kept ? `${kept.provider}:${kept.id}` : `named:${name}`,
    ]),
  );
}
