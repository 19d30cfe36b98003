import { connect } from 'node:net';
import { NAVER_SHOPPING_URL } from '../../producers/naver-shopping/source.ts';
import { CHZZK_API_URL } from '../../producers/chzzk/source.ts';
import { SOOP_API_URL } from '../../producers/soop/source.ts';
import { TWITCH_CHAT_URL } from '../../producers/twitch/source.ts';
import { YOUTUBE_URL } from '../../producers/youtube/requests.ts';
import type { Config } from '../../core/config.ts';
import { ok, warn, type Finding } from './finding.ts';

const PATIENCE_MS = 5_000;

/** Opens a TCP connection to each configured platform, and closes it at once: nothing is sent. */
export function checkPlatforms(config: Config): Promise<Finding[]> {
  return Promise.all([
    checkHost('twitch', config.twitchChatUrl ?? TWITCH_CHAT_URL),
    checkHost('naver-shopping', config.naverShoppingUrl ?? NAVER_SHOPPING_URL),
    checkHost('youtube', config.youtubeUrl ?? YOUTUBE_URL),
    checkHost('chzzk', config.chzzkApiUrl ?? CHZZK_API_URL),
    checkHost('soop', config.soopApiUrl ?? SOOP_API_URL),
  ]);
}

async function checkHost(platform: string, address: string): Promise<Finding> {
  const url = new URL(address);
  const port = Number(url.port) || (url.protocol === 'wss:' || url.protocol === 'https:' ? 443 : 80);
  const problem = await tryConnect(url.hostname.replace(/^\[|\]$/g, ''), port);
  if (problem === undefined) return ok(platform, `${url.hostname}:${port} answers`);
  return warn(
    platform,
    `${url.hostname}:${port} cannot be reached (${problem}).`,
    'Check the network and the firewall; recordings and the demo need neither. --offline leaves this out.',
  );
}

function tryConnect(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (problem: string | undefined): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(PATIENCE_MS, () => end('no answer'));
    socket.once('connect', () => end(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
