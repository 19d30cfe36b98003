import type { Address } from './port.ts';

interface KnownPlatform {
  readonly name: string;
  readonly hosts: readonly string[];
}

/** Platforms that are recognised by their address but have no source yet. */
const KNOWN: readonly KnownPlatform[] = [
  { name: 'YouTube', hosts: ['youtube.com', 'youtu.be', 'youtube-nocookie.com'] },
  { name: 'CHZZK', hosts: ['chzzk.naver.com'] },
  { name: 'SOOP', hosts: ['sooplive.com', 'sooplive.co.kr', 'afreecatv.com'] },
  { name: 'Naver Shopping Live', hosts: ['shoppinglive.naver.com'] },
];

const SCHEMES: Readonly<Record<string, string>> = {
  youtube: 'YouTube',
  chzzk: 'CHZZK',
  soop: 'SOOP',
  afreecatv: 'SOOP',
  'naver-shopping': 'Naver Shopping Live',
};

/** The name of a platform that is known but not supported; undefined for any other address. */
export function unsupportedPlatform(address: Address): string | undefined {
  if (address.named)
    return Object.hasOwn(SCHEMES, address.named.scheme) ? SCHEMES[address.named.scheme] : undefined;
  const host = address.web?.host;
  if (!host) return undefined;
  return KNOWN.find((known) => known.hosts.some((own) => host === own || host.endsWith(`.${own}`)))?.name;
}
