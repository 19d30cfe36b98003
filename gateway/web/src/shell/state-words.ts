import type { TFunction } from 'i18next';
import type { BroadcastState } from '../../../http/broadcast-states.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'quiet';

/** The colour that goes with a state; the word always stands beside it. */
export const STATE_TONES: Readonly<Record<BroadcastState, Tone>> = {
  connecting: 'warn',
  live: 'ok',
  quiet: 'quiet',
  stalled: 'warn',
  reconnecting: 'bad',
  ended: 'quiet',
  failed: 'bad',
};

const PLATFORM_NAMES = new Set([
  'twitch',
  'youtube',
  'chzzk',
  'soop',
  'naver-shopping',
  'replay',
  'demo',
] as const);
type PlatformName = typeof PLATFORM_NAMES extends Set<infer T> ? T : never;

export function platformName(platform: string, t: TFunction): string {
  return PLATFORM_NAMES.has(platform as PlatformName) ? t(`platform.${platform as PlatformName}`) : platform;
}
