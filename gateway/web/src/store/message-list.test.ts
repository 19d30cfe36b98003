import { describe, expect, it } from 'vitest';
import { MessageList } from './message-list.ts';
import { someMessage } from './testing.ts';

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => someMessage(from + i));
const shown = (list: MessageList): string[] =>
  list.commit().entries.map((entry) => (entry.kind === 'message' ? entry.message.id : `(${entry.count})`));

describe('MessageList', () => {
  it('drops repeated ids, also against history', () => {
    const list = new MessageList();
    list.append(range(5, 8));
    list.append(range(6, 9));
    expect(list.prepend(range(3, 6))).toBe(2);
    expect(shown(list)).toEqual(['m3', 'm4', 'm5', 'm6', 'm7', 'm8']);
    expect(list.oldestSeq).toBe(3);
  });

  it('shows nothing before the commit', () => {
    const list = new MessageList();
    list.append(range(0, 3));
    expect(list.view.entries).toHaveLength(0);
    list.commit();
    expect(list.view.entries).toHaveLength(3);
  });

  it('keeps the newest and lets the start move in large steps', () => {
    const list = new MessageList({ capacity: 1000 });
    list.append(range(0, 1400));
    expect(list.commit()).toMatchObject({ startMoved: false });
    list.append(range(1400, 1600));
    const view = list.commit();
    expect(view.startMoved).toBe(true);
    expect(view.entries).toHaveLength(1000);
    expect(list.oldestSeq).toBe(600);
    list.append([someMessage(1600)]);
    expect(list.commit().startMoved).toBe(false);
  });

  it('stands still while the reader is further up, and catches up', () => {
    const list = new MessageList();
    list.append(range(0, 3));
    list.follow(false);
    list.append(range(3, 6));
    expect(shown(list)).toEqual(['m0', 'm1', 'm2']);
    expect(list.view.waiting).toBe(3);
    list.follow(true);
    expect(shown(list)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
    expect(list.view.waiting).toBe(0);
  });

  it('bounds what waits and says so', () => {
    const list = new MessageList({ capacity: 10 });
    list.append(range(0, 5));
    list.follow(false);
    list.append(range(5, 700));
    list.follow(true);
    const view = shown(list);
    expect(view.at(-1)).toBe('m699');
    expect(view.some((key) => key.startsWith('('))).toBe(true);
    expect(view.length).toBeLessThan(30);
  });

  it('folds what is removed: one message, an author up to a point, the whole chat', () => {
    const list = new MessageList();
    const bad = { id: 'bad', name: '나쁨', roles: [] };
    list.append([
      someMessage(1),
      someMessage(2, { author: bad }),
      someMessage(3),
      someMessage(9, { author: bad }),
    ]);
    list.retract([
      { kind: 'message', seq: 4, at: 7, messageId: 'm1' },
      { kind: 'author', seq: 5, at: 8, authorId: 'bad' },
    ]);
    const kinds = (): (string | null)[] =>
      list
        .commit()
        .entries.map((entry) => (entry.kind === 'message' ? (entry.message.removed?.kind ?? null) : null));
    expect(kinds()).toEqual(['message', 'author', null, null]);
    list.retract([{ kind: 'chat', seq: 8, at: 9 }]);
    expect(kinds()).toEqual(['message', 'author', 'chat', null]);
  });

  it('folds a removed message that arrives later, from history or after a resume', () => {
    const list = new MessageList();
    list.retract([{ kind: 'message', seq: 4, at: 7, messageId: 'm1' }]);
    list.prepend([someMessage(1)]);
    const [entry] = list.commit().entries;
    expect(entry?.kind === 'message' && entry.message.removed?.kind).toBe('message');
  });

  it('forgets an erased author, now and later', () => {
    const list = new MessageList();
    const gone = { id: 'gone', name: 'x', roles: [] };
    list.append([someMessage(1, { author: gone }), someMessage(2)]);
    list.retract([{ kind: 'erased', seq: 3, at: 7, authorId: 'gone' }]);
    list.append([someMessage(4, { author: gone })]);
    expect(shown(list)).toEqual(['m2']);
  });

  it('keeps the identity of untouched entries, so that rows are not drawn anew', () => {
    const list = new MessageList();
    list.append(range(0, 3));
    const before = list.commit().entries;
    list.retract([{ kind: 'message', seq: 9, at: 7, messageId: 'm1' }]);
    const after = list.commit().entries;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[2]).toBe(before[2]);
  });

  it('notes skipped messages in their place', () => {
    const list = new MessageList();
    list.append(range(0, 1));
    list.skip(42);
    list.append(range(50, 51));
    expect(shown(list)).toEqual(['m0', '(42)', 'm50']);
  });
});
