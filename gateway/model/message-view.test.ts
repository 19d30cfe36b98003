import { expect, test } from 'vitest';
import { analyzed } from '../../core/testing/events.ts';
import { chatMessageSchema } from '../http/contract.ts';
import { sampleMessage } from '../testing/sample-events.ts';
import { toChatMessage } from './message-view.ts';

test('a message of a recording says when it was played, a live one does not', () => {
  const recorded = toChatMessage(analyzed({ message: { clock: 'recorded' }, rawAppend: 1_234 }));
  expect(chatMessageSchema.parse(recorded).playedAt).toBe(1_234);
  expect(toChatMessage(analyzed({ rawAppend: 1_234 }))).not.toHaveProperty('playedAt');
});

function replyTo(author: string, maskedReplyAuthor: string | null) {
  const sample = sampleMessage('test-channel-1', 1);
  const message = { ...sample.message, reply: { messageId: 'm-0', author } };
  return toChatMessage({ ...sample, message, maskedReplyAuthor });
}

test('bug: the name of the author of the message that is answered went out unmasked', () => {
  expect(replyTo('시발왕', '**왕').reply).toEqual({ id: 'm-0', author: '**왕' });
  expect(JSON.stringify(replyTo('시발왕', '**왕'))).not.toContain('시발');
});

test('a name that was never masked is not shown', () => {
  expect(replyTo('시발왕', null).reply).toEqual({ id: 'm-0', author: null });
});
