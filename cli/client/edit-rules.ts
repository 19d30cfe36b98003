import { changeOnTheirs } from '../../gateway/http/change-on-theirs.ts';
import type { ChannelRules } from '../../gateway/http/contract.ts';
import { applyEdit, type RuleEdit } from '../../gateway/http/rule-edits.ts';
import { ServerProblem, type ServerClient } from './server-client.ts';

/**
 * Makes changes on the rules of a channel in one step; where others change them meanwhile, on theirs.
 * @throws ServerProblem CHATPULSE_RULES_CHANGED where others keep doing so, or as the server refuses the changes
 */
export async function editRules(
  client: Pick<ServerClient, 'rules' | 'setRules'>,
  channelId: string,
  edits: readonly RuleEdit[],
): Promise<ChannelRules> {
  return changeOnTheirs({
    load: () => client.rules(channelId),
    save: (known) => {
      const wanted = edits.reduce((rules, edit) => ({ ...rules, ...applyEdit(rules, edit) }), known);
      return client.setRules(channelId, wanted, known.version);
    },
    isLate: (error) => error instanceof ServerProblem && error.code === 'CHATPULSE_RULES_CHANGED',
  });
}
