import { numberOf, objectOf, textOf } from '../json-fields.ts';

export type AccessToken =
  | { readonly state: 'given'; readonly token: string }
  /** The broadcast is for adults: the platform wants a login. */
  | { readonly state: 'login-needed' };

const ADULTS_ONLY = 42_601;

/** Reads the answer to asking for a token to read a chat. Undefined where it has none. Never throws. */
export function parseAccessToken(body: unknown): AccessToken | undefined {
  const answer = objectOf(body);
  if (numberOf(answer, 'code') === ADULTS_ONLY) return { state: 'login-needed' };
  const token = textOf(objectOf(answer?.['content']), 'accessToken');
  return token ? { state: 'given', token } : undefined;
}
