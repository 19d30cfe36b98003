import type { Config } from '../core/config.ts';
import { readEmotesFile } from '../producers/emotes/emotes-file.ts';
import type { SourceSettings } from '../producers/port.ts';
import { VERSION } from './version.ts';

/** The settings of all sources, from those of the product. */
export function sourceSettings(config: Config): SourceSettings {
  const {
    dataDir,
    twitchChatUrl,
    youtubeUrl,
    chzzkApiUrl,
    chzzkCommUrl,
    chzzkChatUrl,
    soopApiUrl,
    soopChatUrl,
    naverShoppingUrl,
  } = config;
  return {
    dataDir,
    twitchChatUrl,
    youtubeUrl,
    chzzkApiUrl,
    chzzkCommUrl,
    chzzkChatUrl,
    soopApiUrl,
    soopChatUrl,
    naverShoppingUrl,
    userAgent: config.userAgent ?? `Chatpulse/${VERSION}`,
  };
}

/**
 * The same for sources that capture.
 * @throws ChatpulseError CHATPULSE_EMOTES_UNUSABLE
 */
export function captureSettings(config: Config): SourceSettings {
  const { emotesFile } = config;
  return {
    ...sourceSettings(config),
    ...(emotesFile !== undefined && { namedEmotes: readEmotesFile(emotesFile) }),
  };
}
