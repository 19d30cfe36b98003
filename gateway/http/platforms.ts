import { platformsSchema, type Platform } from './contract.ts';
import type { Route } from './route.ts';
import { answer } from './validate.ts';

export function platformRoutes(platforms: readonly Platform[]): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/platforms',
      summary: 'The platforms that can be watched, how they are addressed, and what each can tell',
      answers: { 200: platformsSchema },
      handler: (_request, response) => answer(response, platformsSchema, { platforms: [...platforms] }),
    },
  ];
}

/** What each platform can tell, as words. */
export function abilitiesOf(platforms: readonly Platform[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    platforms.map(({ platform, capabilities }) => [
      platform,
      Object.entries(capabilities).flatMap(([name, has]) => (has ? [name] : [])),
    ]),
  );
}
