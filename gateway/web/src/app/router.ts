import { useSyncExternalStore } from 'react';

/** A page of the site, as its path says. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'feel-check' }
  | { readonly page: 'broadcast'; readonly id: string }
  | { readonly page: 'unknown' };

export const FEEL_CHECK_PATH = '/feel-check';

export function parseRoute(path: string): Route {
  if (path === '/' || path === '') return { page: 'home' };
  if (path === FEEL_CHECK_PATH || path === `${FEEL_CHECK_PATH}/`) return { page: 'feel-check' };
  const match = /^\/broadcasts\/([^/]+)\/?$/.exec(path);
  if (!match?.[1]) return { page: 'unknown' };
  try {
    return { page: 'broadcast', id: decodeURIComponent(match[1]) };
  } catch {
    return { page: 'unknown' };
  }
}

export function broadcastPath(id: string): string {
  return `/broadcasts/${encodeURIComponent(id)}`;
}

const listeners = new Set<() => void>();

/** Goes to a path of this site without loading the page anew. */
export function navigate(path: string): void {
  if (path !== location.pathname) history.pushState(null, '', path);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}
