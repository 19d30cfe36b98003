import { createHash } from 'node:crypto';
import type { IrcLine } from './irc.ts';

/** The time tag of a line in ms since 1970; null where it is missing or senseless. */
export function sentAtOf(line: IrcLine): number | null {
  const tag = line.tags.get('tmi-sent-ts');
  if (!tag || !/^\d{12,15}$/.test(tag)) return null;
  const time = Number(tag);
  return time >= 946_684_800_000 && time < 253_402_300_800_000 ? time : null;
}

/** For a line without an id: made of login and text, which a CLEARMSG carries too. */
export function substituteId(login: string, text: string): string {
  return `t-${createHash('sha256').update(`${login.toLowerCase()}\0${text}`).digest('hex').slice(0, 32)}`;
}
