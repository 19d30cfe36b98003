import type { Request } from 'express';
import type { TokenGuard } from '../auth/token.ts';
import { ChatpulseError } from '../../core/errors.ts';
import { sessionRequestSchema, sessionSchema } from './contract.ts';
import type { Route } from './route.ts';
import { refuseTooMany } from './too-many.ts';
import { answer, readRequest } from './validate.ts';

export interface SessionRoutesOptions {
  readonly tokens: TokenGuard;
  /** Takes a token of an address; answers ms to wait. */
  readonly admitSignIn: (address: string) => number;
  readonly addressOf: (request: Request) => string;
}

/** How a person on a page signs in: the token once, then a cookie that no script can read. */
export function sessionRoutes({ tokens, admitSignIn, addressOf }: SessionRoutesOptions): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/session',
      summary: 'Whether this server wants a token, and whether this caller has given it',
      answers: { 200: sessionSchema },
      handler: (request, response) =>
        answer(response, sessionSchema, {
          required: tokens.required,
          signedIn: tokens.admits(request.headers),
        }),
    },
    {
      method: 'post',
      path: '/api/session',
      summary: 'Sign in with the token; sets a cookie',
      body: sessionRequestSchema,
      answers: { 200: sessionSchema },
      handler: (request, response) => {
        const { token } = readRequest(sessionRequestSchema, request.body);
        refuseTooMany(response, admitSignIn(addressOf(request)), 'Too many attempts to sign in.');
        if (tokens.required) {
          if (!tokens.isToken(token))
            throw new ChatpulseError('CHATPULSE_TOKEN_WRONG', { message: 'The token is wrong.' });
          // The page's own origin tells whether it came over TLS, also where a proxy ended it.
          response.append(
            'Set-Cookie',
            tokens.startSession(request.headers.origin?.startsWith('https:') ?? false),
          );
        }
        answer(response, sessionSchema, { required: tokens.required, signedIn: true });
      },
    },
    {
      method: 'delete',
      path: '/api/session',
      summary: 'Sign out',
      answers: { 200: sessionSchema },
      handler: (_request, response) => {
        response.append('Set-Cookie', tokens.endSession());
        answer(response, sessionSchema, { required: tokens.required, signedIn: !tokens.required });
      },
    },
  ];
}
