import type { Command } from 'commander';
import { ChatpulseError } from '../../core/errors.ts';
import type { Group, GroupSummary } from '../../gateway/http/contract.ts';
import { parseChannel } from '../client/channel-argument.ts';
import { print, reach, SERVER_HELP, withReachOptions, type ReachFlags } from '../client/reach-options.ts';
import type { ServerClient } from '../client/server-client.ts';
import { plain } from '../format-message.ts';

const HELP = `
A group joins channels of any platforms into one audience, with a page of its own. CHANNEL is an address of the channel or
a name such as twitch:NAME; to take one out, the channelId of a broadcast does too. A channel need not be captured to be in
a group, and dissolving a group stops no capture. Where two people change a group at the same time, the later change holds.
${SERVER_HELP}

Examples:
  chatpulse groups
  chatpulse groups create 'Friday show' twitch:somebody https://chzzk.naver.com/live/CHANNEL
  chatpulse groups add 'Friday show' soop:somebody
  chatpulse groups remove 'Friday show' twitch:somebody
  chatpulse groups show 'Friday show' --json
  chatpulse groups dissolve 'Friday show'`;

const JSON_HELP = 'print JSON';

/** Adds `chatpulse groups` with what can be done to them. */
export function registerGroups(program: Command): void {
  const groups = withReachOptions(program.command('groups'), JSON_HELP)
    .description('list, make and change the channel groups')
    .addHelpText('after', HELP)
    .action((options: ReachFlags) => list(options));

  function add(command: string, description: string): Command {
    return withReachOptions(groups.command(command), JSON_HELP).description(description);
  }
  const channels = ['<channels...>', 'addresses of channels, or names such as twitch:NAME'] as const;

  add('list', 'all groups by name').action((_: ReachFlags, command: Command) => list(optionsOf(command)));
  add('show <name>', 'the channels of a group and what is on of them').action(
    (name: string, _: ReachFlags, command: Command) =>
      tell(optionsOf(command), (client) => client.group(name)),
  );
  add('create <name>', 'make a group; refused where there is one of this name')
    .argument(...channels)
    .action((name: string, addresses: string[], _: ReachFlags, command: Command) =>
      tell(optionsOf(command), (client) => client.defineGroup(name, addresses, { onlyNew: true })),
    );
  add('define <name>', 'make a group, or give the one of this name these channels instead')
    .argument(...channels)
    .action((name: string, addresses: string[], _: ReachFlags, command: Command) =>
      tell(optionsOf(command), (client) => client.defineGroup(name, addresses)),
    );
  add('add <name>', 'put channels into a group')
    .argument(...channels)
    .action((name: string, addresses: string[], _: ReachFlags, command: Command) =>
      tell(optionsOf(command), async (client) => {
        const { channels: now } = await client.group(name);
        return client.defineGroup(name, [...now.map(({ url }) => url), ...addresses]);
      }),
    );
  add('remove <name>', 'take channels out of a group')
    .argument('<channels...>', 'addresses, names such as twitch:NAME, or channelIds', collectChannel)
    .action((name: string, channelIds: string[], _: ReachFlags, command: Command) =>
      tell(optionsOf(command), (client) => remove(client, name, channelIds)),
    );
  add('dissolve <name>', 'end a group; its channels and broadcasts stay').action(
    async (name: string, _: ReachFlags, command: Command) => {
      const options = optionsOf(command);
      await reach(options).dissolveGroup(name);
      if (!options.json) process.stdout.write(`${plain(name)} is dissolved.\n`);
    },
  );
}

/** They may stand before or after the name of the subcommand. */
function optionsOf(command: Command): ReachFlags {
  return command.optsWithGlobals();
}

async function list(options: ReachFlags): Promise<void> {
  const groups = await reach(options).groups();
  print(options, groups, groups.length === 0 ? 'There are no groups.\n' : groups.map(line).join(''));
}

function line({ name, channels, running }: GroupSummary): string {
  return `${plain(name)}: ${channels.map(({ channelId }) => channelId).join(', ')} (${running} on)\n`;
}

async function tell(options: ReachFlags, act: (client: ServerClient) => Promise<Group>): Promise<void> {
  const group = await act(reach(options));
  print(options, group, describe(group));
}

function describe(group: Group): string {
  const channels = group.channels.map(({ channelId, url, watched }) => {
    const shows = group.broadcasts
      .filter((broadcast) => broadcast.channelId === channelId)
      .map(
        ({ id, state, watching }) =>
          `    ${id}: ${state}${watching === null ? '' : `, ${watching} watching`}\n`,
      );
    return `  ${channelId}  ${plain(url)}${watched ? '' : '  (not captured)'}\n${shows.join('')}`;
  });
  return `${plain(group.name)}\n${channels.join('')}`;
}

async function remove(client: ServerClient, name: string, channelIds: readonly string[]): Promise<Group> {
  const { channels } = await client.group(name);
  const stranger = channelIds.find((id) => !channels.some(({ channelId }) => channelId === id));
  if (stranger !== undefined) throw notIn(name, stranger);
  const left = channels.filter(({ channelId }) => !channelIds.includes(channelId));
  if (left.length === 0)
    throw new ChatpulseError('CHATPULSE_REQUEST_INVALID', {
      message: `"${name}" would have no channel left. To end the group: chatpulse groups dissolve.`,
    });
  return client.defineGroup(
    name,
    left.map(({ url }) => url),
  );
}

function notIn(name: string, channelId: string): ChatpulseError {
  return new ChatpulseError('CHATPULSE_REQUEST_INVALID', { message: `${channelId} is not in "${name}".` });
}

function collectChannel(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), channelOf(text)];
}

/** What looks like a channel of a platform that is not known here is compared as it is with those of the group. */
function channelOf(text: string): string {
  try {
    return parseChannel(text);
  } catch (error) {
    if (/^[a-z]+[:-]\w+$/.test(text)) return text.replace(':', '-');
    throw error;
  }
}
