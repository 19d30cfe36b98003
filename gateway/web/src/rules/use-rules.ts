import type { ChannelRules } from '../../../http/contract.ts';
import { applyEdit, type RuleEdit } from '../../../http/rule-edits.ts';
import { api } from '../api/client.ts';
import { useEdited, type Edited } from './use-edited.ts';

/** The rules of a channel, and how to change them. */
export function useRules(channelId: string): Edited<ChannelRules, RuleEdit> {
  return useEdited({
    load: (signal) => api.rules(channelId, signal),
    save: (on, edit: RuleEdit) => api.setRules(channelId, applyEdit(on, edit), on.version),
    isNewer: (known, loaded) => known.channelId === loaded.channelId && known.version > loaded.version,
    key: channelId,
  });
}
