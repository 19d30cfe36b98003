import { useSyncExternalStore } from 'react';

/** A page of the site, as its path says. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'feel-check' }
  | { readonly page: 'status' }
  | { readonly page: 'alerts' }
  | { readonly page: 'model' }
  | { readonly page: 'broadcast'; readonly id: string }
  | { readonly page: 'group'; readonly name: string }
  | { readonly page: 'broadcast-overlay'; readonly id: string }
  | { readonly page: 'group-overlay'; readonly name: string }
  | { readonly page: 'unknown' };

export const FEEL_CHECK_PATH = '/feel-check';
export const STATUS_PATH = '/status';
export const ALERTS_PATH = '/alerts';
export const MODEL_PATH = '/model';

export function parseRoute(path: string): Route {
  if (path === '/' || path === '') return { page: 'home' };
  if (path === FEEL_CHECK_PATH || path === `${FEEL_CHECK_PATH}/`) return { page: 'feel-check' };
  if (path === STATUS_PATH || path === `${STATUS_PATH}/`) return { page: 'status' };
  if (path === ALERTS_PATH || path === `${ALERTS_PATH}/`) return { page: 'alerts' };
  if (path === MODEL_PATH || path === `${MODEL_PATH}/`) return { page: 'model' };
  const [, kind, encoded, overlay] = /^\/(broadcasts|groups)\/([^/]+)(\/overlay)?\/?$/.exec(path) ?? [];
  if (!kind || !encoded) return { page: 'unknown' };
  try {
    const name = decodeURIComponent(encoded);
    if (kind === 'groups') return { page: overlay ? 'group-overlay' : 'group', name };
    return { page: overlay ? 'broadcast-overlay' : 'broadcast', id: name };
  } catch {
    return { page: 'unknown' };
  }
}

export function groupPath(name: string): string {
  return `/groups/${encodeURIComponent(name)}`;
}

export function broadcastPath(id: string): string {
  return `/broadcasts/${encodeURIComponent(id)}`;
}

/** Of the overlay of a page. */
export function overlayPath(page: string): string {
  return `${page}/overlay`;
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
