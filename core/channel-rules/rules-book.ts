import { startTopicBook, type TopicBook, type TopicBookOptions } from '../runtime/topic-book.ts';
import type { RulesChanged } from '../events/generated.ts';
import { applyRulesChange, NO_RULES, type ChannelRules, type RulesByChannel } from './channel-rules.ts';

/** The rules of all channels: `moderation.rules` from its start. */
export interface RulesBook extends Pick<TopicBook, 'caughtUp' | 'caughtUpAtLast' | 'problem' | 'close'> {
  /** The same object until the rules of the channel change. */
  of(channelId: string): ChannelRules;
  /** Channels with rules. */
  readonly size: number;
  /** Appends a change and resolves when this book has taken it, or dropped it for one that came before. */
  record(change: RulesChanged): Promise<void>;
}

export async function startRulesBook(options: Omit<TopicBookOptions, 'topic' | 'take'>): Promise<RulesBook> {
  const rules: RulesByChannel = new Map();
  const book = await startTopicBook({
    ...options,
    topic: 'moderation.rules',
    take: (event) => applyRulesChange(rules, event),
  });
  return {
    of: (channelId) => rules.get(channelId) ?? NO_RULES,
    get size() {
      return rules.size;
    },
    record: (change) => book.record(change.channelId, { type: 'RulesChanged', data: change }),
    caughtUp: book.caughtUp,
    caughtUpAtLast: book.caughtUpAtLast,
    problem: book.problem,
    close: book.close,
  };
}
