import { isLoopbackHost, isPrivateHost } from '../../core/network-addresses.ts';

/** A server that a connector may talk to, as its settings name it. */
export interface HostRule {
  /** The configured address, such as `https://apis.naver.com` or `wss://chat.example.com`. Its path is of no matter. */
  readonly base: string;
  /** Hosts below the configured one too, where a platform spreads over them. */
  readonly subdomains?: boolean;
  /** Any port of the host, where a platform names one in its answers. */
  readonly anyPort?: boolean;
}

/** An address that may be contacted, or why not. */
export type Admission = { readonly url: URL } | { readonly refused: string };

/** The servers that one connector may contact; there are no others. */
export interface AllowedHosts {
  /**
   * Judges an HTTP or WebSocket address: one of the connector's own, one of a redirect, or one that a platform's answer
   * names. Only a loopback server may be spoken to without encryption. Never throws.
   */
  admit(address: string): Admission;
  /** Whether a host that was admitted may have an address of a private network: its setting names one. */
  mayBePrivate(hostname: string): boolean;
}

interface Rule {
  readonly url: URL;
  readonly loopback: boolean;
  readonly subdomains: boolean;
  readonly anyPort: boolean;
}

const PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'ws:': '80',
  'https:': '443',
  'wss:': '443',
};
const ENCRYPTED = new Set(['https:', 'wss:']);

/** @throws TypeError where the base of a rule is no http, https, ws or wss address: a mistake in the settings */
export function createAllowedHosts(rules: readonly HostRule[]): AllowedHosts {
  const known = rules.map(ruleOf);

  return {
    admit(address) {
      const url = URL.canParse(address) ? new URL(address) : undefined;
      if (!url || !(url.protocol in PORTS)) return { refused: `${shown(address)} is no web address` };
      if (url.username !== '' || url.password !== '')
        return { refused: `${shown(url.host)} comes with a user name` };
      const rule = known.find((one) => hostFits(one, url.hostname) && portFits(one, url));
      if (!rule) return { refused: `${shown(url.host)} is not a host of this platform` };
      if (!ENCRYPTED.has(url.protocol) && !rule.loopback)
        return { refused: `${shown(url.host)} would be contacted without encryption` };
      return { url };
    },
    mayBePrivate: (hostname) =>
      known.some((rule) => isPrivateHost(rule.url.hostname) && hostFits(rule, hostname)),
  };
}

function ruleOf({ base, subdomains = false, anyPort = false }: HostRule): Rule {
  const url = new URL(base);
  if (!(url.protocol in PORTS) || url.hostname === '') throw new TypeError(`${base} is no web address`);
  return { url, loopback: isLoopbackHost(url.hostname), subdomains, anyPort };
}

function hostFits(rule: Rule, hostname: string): boolean {
  const own = rule.url.hostname;
  if (hostname === own) return true;
  // Below an IP address there is nothing, and no name begins with a dot.
  return rule.subdomains && /[a-z]$/.test(own) && hostname.endsWith(`.${own}`) && !hostname.startsWith('.');
}

function portFits(rule: Rule, url: URL): boolean {
  return rule.anyPort || portOf(url) === portOf(rule.url);
}

function portOf(url: URL): string {
  return url.port || (PORTS[url.protocol] ?? '');
}

function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
