import type { ChatSource } from '../../producers/port.ts';

/** What each platform can tell, as words for the pages. */
export function capabilitiesOf(sources: readonly ChatSource[]): (platform: string) => readonly string[] {
  const byPlatform = new Map(
    sources.map(({ platform, capabilities: { removals, paid, backlog, emotes } }) => [
      platform,
      Object.entries({ removals, paid, backlog, emotes }).flatMap(([name, has]) => (has ? [name] : [])),
    ]),
  );
  return (platform) => byPlatform.get(platform) ?? [];
}
