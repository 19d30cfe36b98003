import type { TFunction } from 'i18next';

/** Why a platform refuses, by the words with which the connectors tell it; the first that fits holds. */
const KINDS = [
  ['recording', /CHATPULSE_RECORDING/],
  ['speed', /\bis not a speed\b/i],
  ['address', /\bis no video or channel\b/i],
  ['elsewhere', /\bnot a host of this platform\b|\bredirect/i],
  ['notOver', /\bis not over yet\b/i],
  ['private', /\bprivate\b|\bmembers\b|not show this broadcast to everybody|asks you to sign in/i],
  ['password', /\bpassword\b/i],
  ['login', /\badults?\b|\blogin\b/i],
  ['gone', /\bdeleted\b|\bno such\b|not there|\bremoved\b/i],
  ['blocked', /\bblocked\b|\bsuspended\b/i],
  ['over', /\bis over\b/i],
  ['unavailable', /\bnot available\b/i],
  ['noChat', /\bno live chat\b|nothing of it was kept/i],
] as const;

export type FailureKind = (typeof KINDS)[number][0];

/** Undefined for a reason of another kind. */
export function failureKind(reason: string): FailureKind | undefined {
  return KINDS.find(([, pattern]) => pattern.test(reason))?.[0];
}

/** Why a capture failed, in the reader's language; one of no known kind with the words of the server behind it. */
export function failureText(reason: string | null, t: TFunction): string {
  if (reason === null || reason === '') return t('failure.unknown');
  const kind = failureKind(reason);
  return kind ? t(`failure.${kind}`) : t('failure.other', { reason });
}
