import type { ChatMessage, ChatWindow } from '../../../http/contract.ts';

/** A message for tests; `seq` makes the id and the time. */
export function someMessage(seq: number, change: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: `m${seq}`,
    seq,
    at: 1_000_000 + seq * 1000,
    author: { id: 'a1', name: '하늘', roles: [] },
    text: `말 ${seq}`,
    masked: `말 ${seq}`,
    spans: [],
    emotes: [],
    kind: 'text',
    paid: null,
    reply: null,
    profane: false,
    severity: 0,
    positive: 0.5,
    sentiment: 'neutral',
    emotion: { label: 'peace', score: 0.4 },
    removed: null,
    ...change,
  };
}

/** A window for tests. */
export function someWindow(start: number, change: Partial<ChatWindow> = {}): ChatWindow {
  return {
    start,
    size: 60_000,
    closed: true,
    messages: 10,
    positive: 4,
    negative: 2,
    neutral: 4,
    profane: 1,
    emotions: { anger: 1, joy: 4, fear: 0, disgust: 0, surprise: 1, peace: 3, sadness: 1 },
    positiveMean: 0.6,
    authors: 5,
    paid: 0,
    removed: 0,
    sanctions: 0,
    ...change,
  };
}
