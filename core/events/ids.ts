import { createHash } from 'node:crypto';

/** The identity of a message everywhere: in the archive, in the ledger, on the pages. */
export function messageKey(broadcastId: string, messageId: string): string {
  return `${broadcastId}/${messageId}`;
}

/** In shared chat each channel has a message of its own copy; the original is where it was said. */
export function isCopy(message: { readonly messageId: string; readonly originId: string | null }): boolean {
  return message.originId !== null && message.originId !== message.messageId;
}

/** A channel on a platform as one URL-safe name, e.g. `twitch-woowakgood`. */
export function makeChannelId(platform: string, channel: string): string {
  return `${platform}-${urlSafe(channel)}`;
}

/** A channel group by its name; groups of the same name are the same group. */
export function makeGroupId(name: string): string {
  return `group-${urlSafe(name)}`;
}

/** A live broadcast: channel plus the time its capture began (ms since 1970), e.g. `twitch-foo-20261121T072501123Z`. */
export function makeBroadcastId(channelId: string, startedAt: number): string {
  return `${channelId}-${new Date(startedAt).toISOString().replace(/[-:.]/g, '')}`;
}

/** Letters, digits, `_` and `-` stay; anything else is replaced, and a short hash keeps different names apart. */
function urlSafe(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  const readable = name.replace(/[^A-Za-z0-9_-]+/g, '').slice(0, 40);
  return readable ? `${readable}-${hash}` : hash;
}
