import type { Clock } from '../../core/clock.ts';
import { ChatpulseError } from '../../core/errors.ts';
import type { GroupChannel } from '../../core/events/generated.ts';
import { makeGroupId } from '../../core/events/ids.ts';
import type { BroadcastBook } from '../model/broadcast-book.ts';
import type { GatewayOptions } from '../options.ts';

/** Every gateway reads all groups and every list names them: more would be a mistake or an attack. */
const MOST_GROUPS = 200;

export interface GroupCommands {
  /**
   * Makes a group of the channels of these addresses, or gives the group of this name these channels instead. Answers
   * whether it is new.
   * @throws ChatpulseError of an address that is not recognised, CHATPULSE_GROUPS_FULL, or CHATPULSE_GROUP_EXISTS where
   * only a new one was wanted
   */
  define(
    name: string,
    addresses: readonly string[],
    options?: { readonly onlyNew: boolean },
  ): Promise<boolean>;
  /** @throws ChatpulseError CHATPULSE_GROUP_UNKNOWN */
  dissolve(name: string): Promise<void>;
}

export type GroupCommandOptions = Pick<GatewayOptions, 'recognise'> & {
  readonly book: BroadcastBook;
  readonly clock: Clock;
};

/** Commands become events; what a group is every gateway reads from the log. */
export function createGroupCommands({ recognise, book, clock }: GroupCommandOptions): GroupCommands {
  return {
    define: async (name, addresses, { onlyNew } = { onlyNew: false }) => {
      // By the channel: two addresses of one channel are one member.
      const channels = new Map<string, GroupChannel>();
      for (const address of addresses) {
        const { channelId, platform, channel, url } = await recognise(address);
        if (!channels.has(channelId)) channels.set(channelId, { channelId, platform, channel, url });
      }
      const groupId = makeGroupId(name);
      await book.learnGroup(groupId);
      const isNew = !book.groups().has(groupId);
      if (onlyNew && !isNew)
        throw new ChatpulseError('CHATPULSE_GROUP_EXISTS', {
          message: `There is a group "${name}" already.`,
        });
      if (isNew && book.groups().size >= MOST_GROUPS)
        throw new ChatpulseError('CHATPULSE_GROUPS_FULL', {
          message: `There are ${MOST_GROUPS} groups already.`,
        });
      await book.record({
        type: 'GroupDefined',
        data: { groupId, name, channels: [...channels.values()], at: clock.now() },
      });
      return isNew;
    },
    dissolve: async (name) => {
      const groupId = makeGroupId(name);
      await book.learnGroup(groupId);
      if (!book.groups().has(groupId)) throw unknownGroup(name);
      await book.record({ type: 'GroupDissolved', data: { groupId, at: clock.now() } });
    },
  };
}

export function unknownGroup(name: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_GROUP_UNKNOWN', { message: `There is no group "${name}".` });
}
