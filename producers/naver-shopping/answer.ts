import type { HttpFailure, JsonAnswer } from '../http/port.ts';
import type { SourceEvent } from '../port.ts';
import { unparsed } from './comment.ts';

type Ended = Extract<SourceEvent, { type: 'ended' }>;

/** What an answer is good for: its content, a payload that nobody understands, or the end of the session. */
export type Understood<T> =
  | { readonly content: T }
  | { readonly unparsed: Extract<SourceEvent, { type: 'unparsed' }> }
  | { readonly ended: Ended };

/** Reads an answer of the platform; `parse` answers undefined where the JSON is not what was asked for. */
export function understand<T>(
  answer: JsonAnswer | HttpFailure,
  parse: (json: unknown) => T | undefined,
): Understood<T> {
  if ('failed' in answer) {
    if (answer.failed === 'not-json')
      return { unparsed: unparsed(Buffer.from(answer.body ?? ''), answer.message) };
    return ended('lost', answer.message);
  }
  const { status } = answer;
  if (status === 404 || status === 410)
    return ended('refused', 'the platform knows no such broadcast; it may have been deleted');
  if (status === 401 || status === 403)
    return ended('refused', 'the platform does not show this broadcast to everybody');
  if (status === 429) return ended('lost', 'the platform asked for fewer requests');
  if (!answer.ok) return ended('lost', `the platform answered with status ${status}`);
  const content = parse(answer.json);
  return content === undefined
    ? { unparsed: unparsed(Buffer.from(answer.body), 'an answer of another form than expected') }
    : { content };
}

function ended(outcome: Ended['outcome'], reason: string): { readonly ended: Ended } {
  return { ended: { type: 'ended', outcome, reason } };
}
