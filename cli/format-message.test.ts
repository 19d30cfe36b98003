import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../gateway/http/contract.ts';
import { formatMessage } from './format-message.ts';

const MESSAGE: ChatMessage = {
  id: 'm1',
  seq: 1,
  at: 0,
  author: { id: 'u', name: 'Ada', roles: [] },
  text: 'bad day',
  masked: '*** day',
  spans: [],
  emotes: [],
  kind: 'text',
  paid: null,
  reply: null,
  profane: true,
  severity: 1,
  positive: 0.1,
  sentiment: 'negative',
  emotion: { label: 'sadness', score: 0.5 },
  removed: null,
};

describe('formatMessage', () => {
  it('masks unless originals are asked for, and hides what was removed', () => {
    expect(formatMessage(MESSAGE, { colour: false })).toContain('- Ada: *** day\n');
    expect(formatMessage(MESSAGE, { colour: false, originals: true })).toContain('Ada: bad day\n');
    const removed: ChatMessage = { ...MESSAGE, removed: { at: 1, kind: 'message' } };
    expect(formatMessage(removed, { colour: false, originals: true })).toContain('Ada: (removed)\n');
  });

  it('lets no text steer the terminal', () => {
    const hostile = '\x1b[2J\x1b]0;title\x07red\nnext\u202eturned';
    const line = formatMessage(
      { ...MESSAGE, masked: hostile, author: { ...MESSAGE.author, name: '\x1b[31mEve\n' } },
      { colour: false },
    );
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
