import { ChatpulseError } from '../core/errors.ts';
import { makeChannelId } from '../core/events/ids.ts';
import { parseAddress } from './address.ts';
import { CHZZK_FORMS, recogniseChzzk } from './chzzk/channel.ts';
import { createChzzkSource } from './chzzk/source.ts';
import { DEMO_FORMS, recogniseDemo } from './demo/channel.ts';
import { createDemoSource } from './demo/source.ts';
import { withNamedEmotes } from './emotes/named-emotes.ts';
import { NAVER_SHOPPING_FORMS, recogniseNaverShopping } from './naver-shopping/channel.ts';
import { createNaverShoppingSource } from './naver-shopping/source.ts';
import type { ChatSource, PlatformRegistration, RecognisedChannel, SourceSettings } from './port.ts';
import { REPLAY_FORMS, recogniseReplay } from './replay/channel.ts';
import { createReplaySource } from './replay/source.ts';
import { SOOP_FORMS, recogniseSoop } from './soop/channel.ts';
import { createSoopSource } from './soop/source.ts';
import { TWITCH_FORMS, recogniseTwitch } from './twitch/channel.ts';
import { createTwitchSource } from './twitch/source.ts';
import { YOUTUBE_FORMS, recogniseYoutube } from './youtube/channel.ts';
import { createYoutubeSource } from './youtube/source.ts';

/** One line per platform. */
export const PLATFORMS: readonly PlatformRegistration[] = [
  { platform: 'twitch', forms: TWITCH_FORMS, recognise: recogniseTwitch, create: createTwitchSource },
  {
    platform: 'naver-shopping',
    forms: NAVER_SHOPPING_FORMS,
    recognise: recogniseNaverShopping,
    create: createNaverShoppingSource,
  },
  { platform: 'youtube', forms: YOUTUBE_FORMS, recognise: recogniseYoutube, create: createYoutubeSource },
  { platform: 'chzzk', forms: CHZZK_FORMS, recognise: recogniseChzzk, create: createChzzkSource },
  { platform: 'soop', forms: SOOP_FORMS, recognise: recogniseSoop, create: createSoopSource },
  { platform: 'replay', forms: REPLAY_FORMS, recognise: recogniseReplay, create: createReplaySource },
  { platform: 'demo', forms: DEMO_FORMS, recognise: recogniseDemo, create: createDemoSource },
];

/** Every source of the product. */
export function createSources(settings: SourceSettings): readonly ChatSource[] {
  const sources = PLATFORMS.map((registration) => registration.create(settings));
  const { namedEmotes } = settings;
  return namedEmotes ? sources.map((source) => withNamedEmotes(source, namedEmotes)) : sources;
}

/** The forms of address that are understood, for help texts. */
export const ADDRESS_FORMS: readonly string[] = PLATFORMS.flatMap((registration) => registration.forms);

export interface RecognisedAddress extends RecognisedChannel {
  readonly channelId: string;
}

/**
 * The channel that an address names. Pure: nothing is fetched, no file is looked at.
 * @throws ChatpulseError CHATPULSE_URL_UNKNOWN, with the forms that are understood
 */
export function recogniseAddress(input: string): RecognisedAddress {
  const address = parseAddress(input);
  if (address) {
    for (const registration of PLATFORMS) {
      const found = registration.recognise(address);
      if (found) return { ...found, channelId: makeChannelId(found.platform, found.channel) };
    }
  }
  throw new ChatpulseError('CHATPULSE_URL_UNKNOWN', { message: unknownMessage(input.trim()) });
}

function unknownMessage(text: string): string {
  const understood = `Understood: ${ADDRESS_FORMS.join(', ')}.`;
  if (text === '') return `The address is empty. ${understood}`;
  if (/^[A-Za-z0-9_]{1,25}$/.test(text))
    return `"${text}" names no platform. For a Twitch channel give twitch:${text.toLowerCase()}. ${understood}`;
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return `"${shown}" is not an address of a platform that is understood. ${understood}`;
}
