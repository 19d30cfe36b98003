import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AlertRule, AlertRuleName } from '../../core/alerts/rule.ts';
import { ALERT_STATES } from '../../gateway/http/contract.ts';
import { parseChannel } from '../client/channel-argument.ts';
import { print, reach, SERVER_HELP, withReachOptions, type ReachFlags } from '../client/reach-options.ts';
import { editAlertRules } from './edit-alert-rules.ts';
import { alertTable, alertText, rulesTable } from './format-alerts.ts';
import { collectSetting, ruleNameOf } from './rule-settings.ts';

const HELP = `${SERVER_HELP}

Examples:
  chatpulse alerts                                   all alerts, the newest first
  chatpulse alerts list --state open --channel twitch:somebody
  chatpulse alerts show ID                           one, and what happened to it
  chatpulse alerts acknowledge ID
  chatpulse alerts mute ID --minutes 60              0 ends a mute
  chatpulse alerts rules                             when alerts are raised
  chatpulse alerts rules set negative-surge threshold=0.2 severity=warning`;

const RULES_HELP = `
Keys: enabled (on, off), severity (info, warning, critical), threshold and resolveThreshold (in the unit that the list of
rules gives; shares are 0 to 1), minimumCount, forMs, resolveMs and coolDownMs (ms, or 10s, 5m, 1h), channels and
exceptChannels (ids parted by commas; empty: all, or none). Where only threshold is given, resolveThreshold follows it.
Without a setting the rule is as by default again. A change holds within a second, without a restart.

Examples:
  chatpulse alerts rules set chat-surge threshold=6 forMs=20s
  chatpulse alerts rules set profanity-burst channels=twitch-somebody,chzzk-somebody
  chatpulse alerts rules set source-stalled enabled=off
  chatpulse alerts rules set chat-surge              as by default again`;

interface ListFlags extends ReachFlags {
  readonly state?: (typeof ALERT_STATES)[number];
  readonly channel?: string;
  readonly rule?: AlertRuleName;
  readonly limit: number;
}

/** Adds `chatpulse alerts`. */
export function registerAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('what is wrong and what was; acknowledge, mute, and the rules')
    .addHelpText('after', HELP);
  withReachOptions(alerts.command('list', { isDefault: true }).description('list alerts, the newest first'))
    .addOption(new Option('--state <state>', 'only these').choices(ALERT_STATES))
    .option('--channel <channel>', 'only those of a channel: twitch:NAME or a channelId', parseChannel)
    .option('--rule <rule>', 'only those of a rule', ruleNameOf)
    .option('--limit <count>', 'at most so many, 1 to 200', countOf, 50)
    .action(async ({ state, channel, rule, limit, ...flags }: ListFlags) => {
      const { alerts: found, next } = await reach(flags).alerts({ state, channel, rule, limit });
      const more = next === null ? '' : 'There are more: raise --limit, or ask for a state or a channel.\n';
      print(flags, { alerts: found, next }, alertTable(found) + more);
    });
  withReachOptions(alerts.command('show').description('one alert and its history').argument('<id>')).action(
    async (id: string, flags: ReachFlags) => {
      const detail = await reach(flags).alert(id);
      print(flags, detail, alertText(detail));
    },
  );
  withReachOptions(
    alerts.command('acknowledge').description('somebody looks after it: no further notices').argument('<id>'),
  ).action(async (id: string, flags: ReachFlags) => {
    const alert = await reach(flags).acknowledge(id);
    print(flags, alert, alertTable([alert]));
  });
  withReachOptions(
    alerts.command('mute').description('no notices of its rule about the same subject').argument('<id>'),
  )
    .option('--minutes <count>', 'for so long; 0 ends a mute', minutesOf, 60)
    .action(async (id: string, { minutes, ...flags }: ReachFlags & { readonly minutes: number }) => {
      const alert = await reach(flags).mute(id, minutes);
      print(flags, alert, alertTable([alert]));
    });
  registerRules(alerts);
}

function registerRules(alerts: Command): void {
  const rules = withReachOptions(alerts.command('rules').description('when alerts are raised')).action(
    async (flags: ReachFlags) => {
      const answer = await reach(flags).alertRules();
      print(flags, answer, rulesTable(answer));
    },
  );
  withReachOptions(
    rules
      .command('set')
      .description('change a rule; without a setting it is as by default again')
      .argument('<rule>', 'the rule', ruleNameOf)
      .argument('[settings...]', 'KEY=VALUE', collectSetting),
  )
    .addHelpText('after', RULES_HELP)
    .action(
      async (
        name: AlertRuleName,
        settings: Partial<AlertRule> | undefined,
        _own: ReachFlags,
        command: Command,
      ) => {
        // The command above knows the same options, and takes them wherever they stand.
        const flags = command.optsWithGlobals<ReachFlags>();
        const isGiven = settings !== undefined && Object.keys(settings).length > 0;
        const answer = await editAlertRules(reach(flags), name, isGiven ? settings : null);
        const changed = answer.rules.filter((rule) => rule.name === name);
        print(flags, answer, rulesTable({ ...answer, rules: changed }));
      },
    );
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 200)
    throw new InvalidArgumentError('Give a number from 1 to 200.');
  return count;
}

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 0) throw new InvalidArgumentError('Give whole minutes, or 0.');
  return minutes;
}
