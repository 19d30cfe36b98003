import type { Broadcast, GroupSummary, Recordings } from '../../../http/contract.ts';
import { api } from '../api/client.ts';
import { useAsking } from '../api/use-asking.ts';

const EVERY_MS = 3_000;

interface Lists {
  /** Null before the first answer. */
  readonly broadcasts: readonly Broadcast[] | null;
  readonly groups: readonly GroupSummary[];
  readonly recordings: Recordings['recordings'];
}

export interface BroadcastsState extends Lists {
  readonly unreachable: boolean;
}

const NOTHING_YET: Lists = { broadcasts: null, groups: [], recordings: [] };

async function askForLists(signal: AbortSignal): Promise<Lists> {
  const [{ broadcasts }, { groups }, { recordings }] = await Promise.all([
    api.broadcasts(signal),
    api.groups(signal),
    api.recordings(signal),
  ]);
  return { broadcasts, groups, recordings };
}

/** The lists of broadcasts, channel groups and recordings, asked again every 3 s while the page is in sight. */
export function useBroadcasts(): BroadcastsState {
  const { answer, unreachable } = useAsking({ ask: askForLists, everyMs: EVERY_MS, before: NOTHING_YET });
  return { ...answer, unreachable };
}
