import type { TFunction } from 'i18next';
import { ApiError } from '../api/client.ts';
import { ko } from '../i18n/ko.ts';

/** A failed call as the reader is told: what happened, and what to do. */
export interface ProblemText {
  readonly what: string;
  readonly hint: string | null;
}

type KnownCode = keyof typeof ko.problem.codes;

function isKnown(code: string): code is KnownCode {
  return Object.hasOwn(ko.problem.codes, code);
}

/** In the reader's language where the code is one that readers meet; else in the server's own words. */
export function problemText(error: unknown, t: TFunction): ProblemText {
  if (!(error instanceof ApiError)) return { what: t('problem.other'), hint: null };
  if (error.unreachable) return { what: t('problem.network'), hint: t('problem.networkHint') };
  const { problem } = error;
  if (!problem) return { what: t('problem.other'), hint: null };
  if (isKnown(problem.code)) {
    return { what: t(`problem.codes.${problem.code}.what`), hint: t(`problem.codes.${problem.code}.hint`) };
  }
  return { what: problem.detail, hint: problem.hint };
}
