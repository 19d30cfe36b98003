import { describe, expect, it } from 'vitest';
import { MessageList } from '../store/message-list.ts';
import { someMessage } from '../store/testing.ts';
import { messagesOf, newestSeqs } from './overlay-lines.ts';

function listOf(...seqs: readonly number[]): MessageList {
  const list = new MessageList({ broadcast: 'b' });
  list.append(seqs.map((seq) => someMessage(seq)));
  return list;
}
const seqsOf = (lines: ReturnType<typeof messagesOf>): number[] => lines.map((line) => line.message.seq);

describe('the lines of an overlay', () => {
  it('are the newest', () => {
    const { entries } = listOf(1, 2, 3, 4).commit();
    expect(seqsOf(messagesOf(entries, { lines: 2 }))).toEqual([3, 4]);
  });

  it('leave out what was removed and what was skipped, and go further back for others', () => {
    const list = listOf(1, 2, 3, 4);
    list.skip(7);
    const { entries } = list.commit();
    const [, third] = messagesOf(entries, { lines: 2 }).map((line) => line.message.id);
    list.retract([{ kind: 'message', seq: 9, at: 9, messageId: third ?? '', authorId: undefined }]);
    expect(seqsOf(messagesOf(list.commit().entries, { lines: 2 }))).toEqual([2, 3]);
  });

  it('are only what came after the page opened, where that is asked for', () => {
    const list = listOf(1, 2);
    const after = newestSeqs(list.commit().entries);
    list.append([someMessage(3)]);
    expect(seqsOf(messagesOf(list.commit().entries, { lines: 9, after }))).toEqual([3]);
  });
});
