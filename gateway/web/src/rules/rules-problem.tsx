import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { problemText } from '../app/problem-text.ts';
import { useWords } from '../i18n/index.ts';

/** Why the rules of a channel could not be read or changed. */
export function RulesProblem({ error }: { error: unknown }): ReactNode {
  const { t } = useWords();
  // Of a request that does not fit, the table of problems speaks for addresses.
  if (error instanceof ApiError && error.problem?.code === 'CHATPULSE_REQUEST_INVALID')
    return t('rules.invalid');
  const { what, hint } = problemText(error, t);
  return (
    <>
      {what} {hint}
    </>
  );
}
