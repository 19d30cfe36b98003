import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { interpretFrame } from '../../producers/chzzk/interpret.ts';
import { createMessageIds } from '../../producers/chzzk/message-ids.ts';
import { objectOf, parseJson, textOf } from '../../producers/json-fields.ts';
import { parseRecentPage, parseReplayPage } from '../../producers/naver-shopping/pages.ts';
import type { SourceEvent } from '../../producers/port.ts';
import { interpretPiece } from '../../producers/soop/interpret.ts';
import { createPacketReader } from '../../producers/soop/packet.ts';

const USAGE = `Reads a capture and prints how many of its payloads mean what.

  npm run payloads -- --platform chzzk FILE...

  chzzk            a frame of the chat a line, as JSON, alone or as the field "frame"
  soop             a JSON list of packets, each with its bytes in base64 as the field "b64"
  naver-shopping   a JSON list of pages of comments, as the platform answers them
`;

/** What a payload means, in a few words. */
type Kinds = readonly string[];

const READERS: Readonly<Record<string, (text: string) => readonly Kinds[]>> = {
  chzzk(text) {
    const ids = createMessageIds();
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const sent = objectOf(parseJson(line));
        const meaning = interpretFrame(Buffer.from(JSON.stringify(sent?.['frame'] ?? sent)), ids);
        return 'events' in meaning ? meaning.events.map(kindOf) : [meaning.type];
      });
  },
  soop(text) {
    const captured = parseJson(text);
    if (!Array.isArray(captured)) throw new Error('The file is no JSON list.');
    const reader = createPacketReader();
    let given = 0;
    return captured.map((one) => {
      const pieces = reader.push(Buffer.from(textOf(objectOf(one), 'b64') ?? '', 'base64'));
      return pieces.map((piece) => {
        given += 1;
        const meaning = interpretPiece(piece, () => String(given));
        const op = piece.type === 'packet' ? piece.packet.op : 'bytes';
        return `${op} ${meaning.type === 'event' ? kindOf(meaning.event) : meaning.type}`;
      });
    });
  },
  'naver-shopping'(text) {
    return (JSON.parse(text) as readonly unknown[]).map((page) => {
      const parsed = parseRecentPage(page) ?? parseReplayPage(page);
      return parsed?.events.map(kindOf) ?? ['unparsed: no page of comments'];
    });
  },
};

function kindOf(event: SourceEvent): string {
  if (event.type === 'unparsed') return `unparsed: ${event.reason}`;
  if (event.type !== 'message') return event.type;
  const { kind, paid, emotes, author } = event.message;
  const details = [
    paid && `${paid.kind} in ${paid.currency}`,
    emotes.length > 0 && 'with emotes',
    !author.identifiable && 'nobody named',
    author.roles.length > 0 && `by ${author.roles.join('+')}`,
  ].filter((detail) => detail !== null && detail !== false);
  return `message ${[kind, ...details].join(', ')}`;
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { platform: { type: 'string', default: '' } },
  });
  const read = Object.hasOwn(READERS, values.platform) ? READERS[values.platform] : undefined;
  if (!read || positionals.length === 0) throw new Error('A platform and a file are needed.');
  for (const file of positionals) printTable(file, read(readFileSync(file, 'utf8')));
}

function printTable(file: string, payloads: readonly Kinds[]): void {
  const counts = new Map<string, number>();
  for (const kind of payloads.flat()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  process.stdout.write(`${file}\n`);
  for (const [kind, count] of [...counts].sort())
    process.stdout.write(`${String(count).padStart(6)}  ${kind}\n`);
  const silent = payloads.filter((kinds) => kinds.length === 0).length;
  process.stdout.write(
    `${String(payloads.length).padStart(6)}  payloads in all, ${silent} without any meaning\n`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
