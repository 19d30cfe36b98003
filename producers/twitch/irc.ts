/**
 * A pure parser of IRC lines with IRCv3 message tags.
 * Source: IRCv3 "Message Tags" specification; RFC 1459 section 2.3.1.
 */

/** A line taken apart. Names are as sent; tag values are unescaped. */
export interface IrcLine {
  readonly tags: ReadonlyMap<string, string>;
  /** The nick or server in front of the command; undefined without a prefix. */
  readonly nick: string | undefined;
  /** Upper case. */
  readonly command: string;
  /** Middle parameters, then the trailing one. */
  readonly params: readonly string[];
}

const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** Undefined where the line has no command. Never throws. */
export function parseIrcLine(line: string): IrcLine | undefined {
  let at = 0;
  let tags = NO_TAGS;
  if (line.startsWith('@')) {
    const end = line.indexOf(' ');
    if (end < 0) return undefined;
    tags = parseTags(line.slice(1, end));
    at = skipSpaces(line, end);
  }
  let nick: string | undefined;
  if (line[at] === ':') {
    const end = line.indexOf(' ', at);
    if (end < 0) return undefined;
    nick = nickOf(line.slice(at + 1, end));
    at = skipSpaces(line, end);
  }
  const commandEnd = endOfWord(line, at);
  const command = line.slice(at, commandEnd);
  if (!/^(?:[A-Za-z]{1,32}|[0-9]{3})$/.test(command)) return undefined;
  return { tags, nick, command: command.toUpperCase(), params: parseParams(line, commandEnd) };
}

function parseParams(line: string, from: number): string[] {
  const params: string[] = [];
  let at = skipSpaces(line, from);
  while (at < line.length) {
    if (line[at] === ':') {
      params.push(line.slice(at + 1));
      break;
    }
    const end = endOfWord(line, at);
    params.push(line.slice(at, end));
    at = skipSpaces(line, end);
  }
  return params;
}

function parseTags(text: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals < 0) tags.set(part, '');
    else tags.set(part.slice(0, equals), unescapeTag(part.slice(equals + 1)));
  }
  return tags;
}

const ESCAPES: Readonly<Record<string, string>> = { ':': ';', s: ' ', '\\': '\\', r: '\r', n: '\n' };

/** `\:` `\s` `\\` `\r` `\n`; a lone backslash before any other character is dropped, as is one at the end. */
export function unescapeTag(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\(.?)/gs, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

function nickOf(prefix: string): string {
  const end = prefix.search(/[!@]/);
  return end < 0 ? prefix : prefix.slice(0, end);
}

function endOfWord(line: string, from: number): number {
  const end = line.indexOf(' ', from);
  return end < 0 ? line.length : end;
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line[at] === ' ') at += 1;
  return at;
}
