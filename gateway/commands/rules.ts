import type { ChannelRules } from '../../core/channel-rules/channel-rules.ts';
import type { RulesBook } from '../../core/channel-rules/rules-book.ts';
import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { Asker } from '../http/askers.ts';
import { replaceSeen } from './replace-seen.ts';

/** All of them are in the memory of every gateway and every analysis: more would be a mistake or an attack. */
const MOST_CHANNELS = 5_000;

export type WantedRules = Pick<ChannelRules, 'mask' | 'allow' | 'severity'>;

export interface RulesCommands {
  get(channelId: string): Promise<ChannelRules>;
  /**
   * Replaces the rules of a channel; `seen` is the version that the wish is an answer to, undefined where it replaces
   * whatever is there. Rules that are as wanted already stay as they are.
   * @throws ChatpulseError CHATPULSE_RULES_CHANGED where others hold by now, CHATPULSE_RULES_FULL
   */
  set(channelId: string, wanted: WantedRules, seen: number | undefined, by: Asker): Promise<ChannelRules>;
}

/** Commands become events. */
export function createRulesCommands({ rules, clock }: { rules: RulesBook; clock: Clock }): RulesCommands {
  return {
    get: async (channelId) => {
      await rules.caughtUp();
      return rules.of(channelId);
    },
    set: async (channelId, wanted, seen, by) => {
      await rules.caughtUp();
      if (rules.of(channelId).version === 0 && rules.size >= MOST_CHANNELS)
        throw new ChatpulseError('CHATPULSE_RULES_FULL', {
          message: `There are rules for ${MOST_CHANNELS} channels already.`,
        });
      return replaceSeen({
        now: () => rules.of(channelId),
        isAsWanted: (now) => isSame(now, wanted),
        seen,
        record: (version) => rules.record({ channelId, version, ...wanted, at: clock.now(), by }),
        late: changed,
      });
    },
  };
}

function changed({ version }: ChannelRules): ChatpulseError {
  return new ChatpulseError('CHATPULSE_RULES_CHANGED', {
    message: `The rules of the channel are at version ${version} now.`,
  });
}

function isSame(a: WantedRules, b: WantedRules): boolean {
  return a.severity === b.severity && sameWords(a.mask, b.mask) && sameWords(a.allow, b.allow);
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}
