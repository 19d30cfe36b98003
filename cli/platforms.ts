import type { Platform } from '../gateway/http/contract.ts';
import type { ChatSource } from '../producers/port.ts';
import { PLATFORMS } from '../producers/registry.ts';

/** The platforms of this version as the pages and the API show them: addresses, and what each source can tell. */
export function describePlatforms(sources: readonly ChatSource[]): readonly Platform[] {
  return PLATFORMS.flatMap(({ platform, forms }) => {
    const source = sources.find((one) => one.platform === platform);
    if (!source) return [];
    const { removals, paid, backlog, emotes, viewerCount = false } = source.capabilities;
    return [{ platform, forms: [...forms], capabilities: { removals, paid, backlog, emotes, viewerCount } }];
  });
}
