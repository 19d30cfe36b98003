import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { CHAT, HEALTH } from './data-sources.ts';

/** A variable whose values are those of a tag; several may be chosen, at first all. */
function tagVariable(options: {
  readonly name: string;
  readonly label: string;
  readonly source: DataSourceRef;
  readonly query: string;
}): dashboard.QueryVariableBuilder {
  return (
    new dashboard.QueryVariableBuilder(options.name)
      .label(options.label)
      .datasource(options.source)
      .query(options.query)
      .definition(options.query)
      .multi(true)
      .includeAll(true)
      // A regular expression over all beats one that lists every broadcast of a year.
      .allValue('.*')
      .current({ selected: true, text: 'All', value: '$__all' })
      // The values know no time, and a relative range changes with each refresh of the board.
      .refresh(dashboard.VariableRefresh.OnDashboardLoad)
      .sort(dashboard.VariableSort.AlphabeticalAsc)
  );
}

const PLATFORM = tagVariable({
  name: 'platform',
  label: 'Platform',
  source: CHAT,
  query: 'SHOW TAG VALUES FROM "chat_window" WITH KEY = "platform"',
});
const CHANNEL = tagVariable({
  name: 'channel',
  label: 'Channel',
  source: CHAT,
  query: 'SHOW TAG VALUES FROM "chat_window" WITH KEY = "channel" WHERE "platform" =~ /^${platform:regex}$/',
});
const BROADCAST = tagVariable({
  name: 'broadcast',
  label: 'Broadcast',
  source: CHAT,
  query: 'SHOW TAG VALUES FROM "chat_window" WITH KEY = "broadcast" WHERE "channel" =~ /^${channel:regex}$/',
});
const ROLE = tagVariable({
  name: 'role',
  label: 'Role',
  source: HEALTH,
  query: 'SHOW TAG VALUES FROM "chatpulse_process_uptime" WITH KEY = "role"',
});

export const CHAT_VARIABLES = [PLATFORM, CHANNEL, BROADCAST] as const;
export const ROLE_VARIABLES = [ROLE] as const;
/** For boards that show figures of both databases. */
export const ALL_VARIABLES = [...CHAT_VARIABLES, ...ROLE_VARIABLES] as const;
