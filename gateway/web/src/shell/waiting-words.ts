import type { TFunction } from 'i18next';

/** What the network says of a server that it cannot reach. */
const UNREACHABLE = /\bE(?:CONN\w+|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH)\b/;

/** What an empty chat waits for while its show is not reached; a reason of another kind in the words of the server. */
export function waitingText(reason: string, t: TFunction): string {
  if (reason === '') return t('waitingFor.connection');
  return UNREACHABLE.test(reason) ? t('waitingFor.unreachable') : t('waitingFor.other', { reason });
}
