import { StringDecoder } from 'node:string_decoder';

/**
 * The lines of a UTF-8 stream, in blocks as they come. Lines end with \n or \r\n and with nothing else: the separators
 * that Unicode knows besides are part of a message. Text after the last \n is a line; nothing after it is none.
 */
export async function* readTextLines(
  input: AsyncIterable<Buffer | string>,
): AsyncIterable<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
