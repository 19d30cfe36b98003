/** How people write to whoever runs the server. Pure: the pages import this file. */
import { z } from 'zod';
import { isMailbox } from '../../core/notice-settings.ts';

export const LONGEST_CONTACT = { name: 80, mail: 254, message: 4_000 } as const;

/** Line breaks in a header would begin another one. */
const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u, { error: 'must be one line' });

export const contactRequestSchema = z
  .object({
    message: z.string().trim().min(1).max(LONGEST_CONTACT.message),
    name: oneLine(LONGEST_CONTACT.name).default(''),
    mail: oneLine(LONGEST_CONTACT.mail)
      .default('')
      .refine((text) => text === '' || (isMailbox(text) && !/[<>\s]/.test(text)), {
        error: 'must be an e-mail address',
      })
      .describe('where an answer goes'),
    website: z
      .string()
      .max(2_000)
      .default('')
      .describe('people do not see this field: what fills it in is no mail'),
  })
  .meta({ id: 'ContactRequest' });
export type ContactRequest = z.input<typeof contactRequestSchema>;

export const contactAnswerSchema = z.object({ taken: z.literal(true) }).meta({ id: 'ContactAnswer' });
export type ContactAnswer = z.infer<typeof contactAnswerSchema>;

export const contactWaySchema = z
  .object({
    way: z
      .enum(['server', 'mail', 'none'])
      .describe('the server sends it; the reader’s own mail program does; nobody is to be written to'),
    address: z.string().nullable().describe('for the mail program'),
  })
  .meta({ id: 'ContactWay' });
export type ContactWay = z.infer<typeof contactWaySchema>;
