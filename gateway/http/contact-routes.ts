import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError, describeError } from '../../core/errors.ts';
import { createAddressLimiter, createTokenBucket } from '../limits/token-bucket.ts';
import type { Contact } from '../options.ts';
import { contactAnswerSchema, contactRequestSchema, contactWaySchema } from './contact-shapes.ts';
import type { Route } from './route.ts';
import { refuseTooMany } from './too-many.ts';
import { answer, readRequest } from './validate.ts';

/** Mails at once and per hour, of one address and of all: whoever has more to say has been heard. */
const OF_ONE = { burst: 3, perSecond: 5 / 3_600 };
const OF_ALL = { burst: 20, perSecond: 60 / 3_600 };
const PATIENCE_MS = 15_000;

export interface ContactRoutesOptions {
  readonly contact: Contact | undefined;
  readonly clock: Clock;
  readonly addressOf: (request: Request) => string;
  readonly logger?: Logger;
}

/** Mail to whoever runs the server. */
export function contactRoutes({ contact, clock, addressOf, logger }: ContactRoutesOptions): readonly Route[] {
  const admitOne = createAddressLimiter({ ...OF_ONE, clock });
  const admitAll = createTokenBucket({ ...OF_ALL, clock });
  return [
    {
      method: 'get',
      path: '/api/contact',
      summary: 'How whoever runs the server can be written to',
      answers: { 200: contactWaySchema },
      handler: (_request, response) =>
        answer(response, contactWaySchema, {
          way: !contact ? 'none' : contact.send ? 'server' : 'mail',
          // Where the server sends, nobody needs to know the address.
          address: contact && !contact.send ? contact.mailTo : null,
        }),
    },
    {
      method: 'post',
      path: '/api/contact',
      summary: 'Write to whoever runs the server',
      body: contactRequestSchema,
      answers: { 202: contactAnswerSchema },
      problems: ['CHATPULSE_CONTACT_UNSET', 'CHATPULSE_CONTACT_UNDELIVERED'],
      handler: async (request, response) => {
        const { website, ...message } = readRequest(contactRequestSchema, request.body);
        if (!contact?.send)
          throw new ChatpulseError('CHATPULSE_CONTACT_UNSET', {
            message: 'This server sends no mail for you.',
          });
        // A robot learns nothing from the answer.
        if (website !== '') {
          answer(response, contactAnswerSchema, { taken: true }, 202);
          return;
        }
        const wait = admitOne(addressOf(request)) || admitAll();
        refuseTooMany(response, wait, 'Too many mails were written from here.');
        try {
          await contact.send(message, AbortSignal.timeout(PATIENCE_MS));
        } catch (error) {
          logger?.warn({ reason: describeError(error) }, 'a mail of the contact form is not taken');
          throw new ChatpulseError('CHATPULSE_CONTACT_UNDELIVERED', {
            message: 'The mail server did not take the mail.',
            cause: error,
          });
        }
        answer(response, contactAnswerSchema, { taken: true }, 202);
      },
    },
  ];
}
