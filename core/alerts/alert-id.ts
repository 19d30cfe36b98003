import { createHash } from 'node:crypto';

/**
 * The id of an alert: the same however often, and by whomever, it is found. URL-safe.
 * @param startedAt when the condition began by the clock of the log, ms since 1970
 */
export function makeAlertId(rule: string, subject: string, startedAt: number): string {
  const hash = createHash('sha256').update(subject).digest('hex').slice(0, 12);
  return `${rule}-${hash}-${new Date(startedAt).toISOString().replace(/[-:.]/g, '')}`;
}

/** The rule and the begin of the condition (ms since 1970) that an id was made of; undefined for a text that is no id. */
export function partsOfAlertId(
  alertId: string,
): { readonly rule: string; readonly startedAt: number } | undefined {
  const parts = /^(.+)-[0-9a-f]{12}-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(alertId);
  if (!parts) return undefined;
  const [, rule = '', year, month, day, hour, minute, second, ms] = parts;
  const startedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(startedAt) ? undefined : { rule, startedAt };
}
