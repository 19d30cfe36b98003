import { ChatpulseError } from '../../core/errors.ts';
import type { Address, RecognisedChannel, WebAddress } from '../port.ts';

export const NAVER_SHOPPING_FORMS = [
  'https://view.shoppinglive.naver.com/lives/NUMBER',
  'https://view.shoppinglive.naver.com/replays/NUMBER',
  'naver-shopping:NUMBER',
] as const;

const SITE = 'shoppinglive.naver.com';
const HOSTS = new Set([SITE, `view.${SITE}`, `m.${SITE}`]);
const LIVE_PAGES = new Set(['lives', 'livebridge']);
const REPLAY_PAGES = new Set(['replays']);
const REPLAY_PREFIX = 'replay-';

/** What a channel in canonical form stands for: `123` a broadcast as it runs, `replay-123` the comments kept of it. */
export interface NaverShoppingChannel {
  readonly broadcast: string;
  readonly replay: boolean;
}

export function parseChannel(channel: string): NaverShoppingChannel {
  const replay = channel.startsWith(REPLAY_PREFIX);
  return { broadcast: replay ? channel.slice(REPLAY_PREFIX.length) : channel, replay };
}

/** A broadcast of Naver Shopping Live in any form the site uses. */
export function recogniseNaverShopping(address: Address): RecognisedChannel | undefined {
  if (address.named) return recogniseNamed(address, address.named);
  const web = address.web;
  if (!web) return undefined;
  if (web.host === 'naver.me')
    throw refuse(address, 'is a short link: open it in a browser and give the address that it leads to');
  if (HOSTS.has(web.host)) return recognisePage(address, web);
  if (web.host.endsWith(`.${SITE}`))
    throw refuse(address, 'is a page of Naver Shopping Live that is no broadcast');
  return undefined;
}

function recogniseNamed(
  address: Address,
  { scheme, rest }: NonNullable<Address['named']>,
): RecognisedChannel | undefined {
  if (scheme !== 'naver-shopping') return undefined;
  const { broadcast, replay } = parseChannel(rest.trim().toLowerCase());
  return channelOf(address, broadcast, replay);
}

function recognisePage(address: Address, web: WebAddress): RecognisedChannel {
  const [page = '', number = ''] = web.path;
  if (LIVE_PAGES.has(page)) return channelOf(address, number, false);
  if (REPLAY_PAGES.has(page)) return channelOf(address, number, true);
  if (page === 'shortclips') throw refuse(address, 'is a short clip, which has no live chat');
  throw refuse(address, 'is a page of Naver Shopping Live that is no broadcast');
}

function channelOf(address: Address, broadcast: string, replay: boolean): RecognisedChannel {
  if (!/^[1-9]\d{0,11}$/.test(broadcast)) throw refuse(address, 'has no number of a broadcast');
  return {
    platform: 'naver-shopping',
    channel: replay ? `${REPLAY_PREFIX}${broadcast}` : broadcast,
    url: `https://view.${SITE}/${replay ? 'replays' : 'lives'}/${broadcast}`,
  };
}

function refuse(address: Address, why: string): ChatpulseError {
  const shown = address.text.length > 100 ? `${address.text.slice(0, 100)}…` : address.text;
  return new ChatpulseError('CHATPULSE_URL_UNKNOWN', {
    message: `"${shown}" ${why}. Understood: ${NAVER_SHOPPING_FORMS.join(', ')}.`,
  });
}
