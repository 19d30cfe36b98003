import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ChannelRules } from '../../gateway/http/contract.ts';
import type { RuleEdit } from '../../gateway/http/rule-edits.ts';
import { parseChannel } from '../client/channel-argument.ts';
import { editRules } from '../client/edit-rules.ts';
import { print, reach, SERVER_HELP, withReachOptions, type ReachFlags } from '../client/reach-options.ts';
import { plain } from '../format-message.ts';

const HELP = `
CHANNEL is its address, twitch:NAME or another platform's name and channel, or the channelId of a broadcast. Without a
change the rules are listed. All changes of a call are made in one step, and hold for messages within a second; a word is
in one list at most. Where somebody else changes the rules at the same time, the changes are made on theirs.
${SERVER_HELP}

Severity: mild masks all words of the profanity lists, strong leaves the mild ones, severe masks the worst alone.

Examples:
  chatpulse rules twitch:somebody
  chatpulse rules twitch:somebody --mask spoiler --mask 'buy followers' --allow damn
  chatpulse rules twitch:somebody --remove spoiler --severity strong --json`;

const SEVERITIES = { mild: 1, strong: 2, severe: 3 } as const;
type SeverityName = keyof typeof SEVERITIES;

interface RulesOptions extends ReachFlags {
  readonly mask: readonly string[];
  readonly allow: readonly string[];
  readonly remove: readonly string[];
  readonly severity?: SeverityName;
}

/** Adds `chatpulse rules`. */
export function registerRules(program: Command): void {
  withReachOptions(program.command('rules'), 'print the rules as one JSON object')
    .description('list or change what a channel masks, and what not')
    .argument('<channel>', 'the channel', parseChannel)
    .option('--mask <word>', 'mask this word besides the lists; may be given again', collectWord, [])
    .option('--allow <word>', 'leave this word as it is; may be given again', collectWord, [])
    .option('--remove <word>', 'take this word out of both lists; may be given again', collectWord, [])
    .addOption(
      new Option('--severity <from>', 'mask listed words from here on').choices(Object.keys(SEVERITIES)),
    )
    .addHelpText('after', HELP)
    .action((channelId: string, options: RulesOptions) => rules(channelId, options));
}

async function rules(channelId: string, options: RulesOptions): Promise<void> {
  const client = reach(options);
  const edits = editsOf(options);
  const now = edits.length === 0 ? await client.rules(channelId) : await editRules(client, channelId, edits);
  print(options, now, describe(now));
}

/** What is taken out first: a word may be given anew. */
function editsOf({ mask, allow, remove, severity }: RulesOptions): readonly RuleEdit[] {
  const words = (kind: 'add' | 'remove', list: 'mask' | 'allow', from: readonly string[]): RuleEdit[] =>
    from.map((word) => ({ kind, list, word }));
  return [
    ...words('remove', 'mask', remove),
    ...words('add', 'mask', mask),
    ...words('add', 'allow', allow),
    ...(severity ? [{ kind: 'severity', severity: SEVERITIES[severity] } as const] : []),
  ];
}

function describe({ channelId, version, mask, allow, severity, changedAt, changedBy }: ChannelRules): string {
  const list = (words: readonly string[]): string =>
    words.length === 0 ? '(none)' : words.map(plain).join(', ');
  const name = Object.entries(SEVERITIES).find(([, value]) => value === severity)?.[0] ?? '';
  const since =
    changedAt === null
      ? 'never changed'
      : `changed ${new Date(changedAt).toISOString()}${changedBy === '' ? '' : ` by ${changedBy}`}`;
  return [
    `${channelId}: version ${version}, ${since}`,
    `mask      ${list(mask)}`,
    `allow     ${list(allow)}`,
    `severity  from ${name}`,
    '',
  ].join('\n');
}

function collectWord(text: string, before: readonly string[]): readonly string[] {
  if (text.trim() === '') throw new InvalidArgumentError('The word is empty.');
  return [...before, text.trim()];
}
