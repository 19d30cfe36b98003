import { useSyncExternalStore } from 'react';

export type Theme = 'dark' | 'light';
export type Language = 'ko' | 'en';

export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  /** Show originals instead of masked words. */
  readonly originals: boolean;
  /** Show emotes as pictures, which the reader's browser gets from the platforms. */
  readonly pictures: boolean;
  /** Let a screen reader speak new messages. */
  readonly announce: boolean;
}

const PREFIX = 'chatpulse.';

function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null; // storage is off: the defaults hold for this visit
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // storage is off or full: the choice holds for this visit
  }
}

/** The language of a first visit: Korean where the browser asks for it, else English. */
export function preferredLanguage(stored: string | null, browser: string): Language {
  if (stored === 'ko' || stored === 'en') return stored;
  return browser.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

let current: Preferences = {
  theme: read('theme') === 'light' ? 'light' : 'dark',
  language: preferredLanguage(read('language'), globalThis.navigator?.language ?? 'ko'),
  originals: false,
  pictures: read('pictures') !== 'false',
  announce: read('announce') === 'true',
};

const listeners = new Set<() => void>();

/** Changes some preferences, applies them to the document and remembers them; originals are shown per visit only. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  if (change.theme) write('theme', change.theme);
  if (change.language) write('language', change.language);
  if (change.pictures !== undefined) write('pictures', String(change.pictures));
  if (change.announce !== undefined) write('announce', String(change.announce));
  applyToDocument();
  for (const listener of listeners) listener();
}

export function getPreferences(): Preferences {
  return current;
}

function applyToDocument(): void {
  document.documentElement.dataset.theme = current.theme;
  document.documentElement.lang = current.language;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, getPreferences);
}
