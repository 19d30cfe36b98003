/** Actions and items as the chat of YouTube sends them: shapes of the platform, words of our own. */

export interface ChatItem {
  readonly id: string;
  readonly text?: string;
  readonly author?: string;
  readonly channelId?: string;
  /** ms since 1970. */
  readonly sentAt?: number;
  /** In place of `text`. */
  readonly runs?: readonly unknown[];
  readonly badges?: readonly unknown[];
}

export const SENT_AT = Date.UTC(2026, 0, 1, 12);

function base({
  id,
  author = '@viewer',
  channelId = 'UCviewer00000000000000',
  sentAt = SENT_AT,
  badges,
}: ChatItem) {
  return {
    id,
    timestampUsec: String(sentAt * 1_000 + 123),
    authorName: { simpleText: author },
    authorExternalChannelId: channelId,
    authorPhoto: { thumbnails: [] },
    ...(badges ? { authorBadges: badges } : {}),
  };
}

export function runsOf(text: string): { readonly runs: readonly unknown[] } {
  return { runs: [{ text }] };
}

export function badge(iconType: string): unknown {
  return { liveChatAuthorBadgeRenderer: { icon: { iconType }, tooltip: iconType } };
}

export function memberBadge(): unknown {
  return { liveChatAuthorBadgeRenderer: { customThumbnail: { thumbnails: [] }, tooltip: 'Member (1 year)' } };
}

export function ownEmoji(name: string): unknown {
  const emojiId = `UCchannel0000000000000/${name}`;
  const thumbnails = [24, 48].map((size) => ({
    url: `https://yt3.ggpht.com/${name.padEnd(40, '0')}=w${size}-h${size}-c-k-nd`,
    width: size,
    height: size,
  }));
  const shortcuts = [`:_${name}:`, `:${name}:`];
  return { emoji: { emojiId, shortcuts, image: { thumbnails }, isCustomEmoji: true } };
}

export function standardEmoji(emojiId: string): unknown {
  return { emoji: { emojiId, shortcuts: [':some_name:'], searchTerms: ['some', 'name'] } };
}

export function add(item: unknown): unknown {
  return { clickTrackingParams: 'x', addChatItemAction: { item, clientId: 'c' } };
}

export function textItem(item: ChatItem): unknown {
  const message = item.runs ? { runs: item.runs } : runsOf(item.text ?? item.id);
  return { liveChatTextMessageRenderer: { ...base(item), message } };
}

export function chatMessage(item: ChatItem): unknown {
  return add(textItem(item));
}

export function superChat(item: ChatItem & { readonly amount: string }): unknown {
  const message = item.text === undefined ? {} : { message: runsOf(item.text) };
  const purchaseAmountText = { simpleText: item.amount };
  return add({ liveChatPaidMessageRenderer: { ...base(item), purchaseAmountText, ...message } });
}

export function superSticker(item: ChatItem & { readonly amount: string }): unknown {
  const sticker = { thumbnails: [], accessibility: { accessibilityData: { label: item.text ?? '' } } };
  const purchaseAmountText = { simpleText: item.amount };
  return add({ liveChatPaidStickerRenderer: { ...base(item), purchaseAmountText, sticker } });
}

export function newMember(item: ChatItem): unknown {
  const headerSubtext = { runs: [{ text: 'Welcome to ' }, { text: 'Night Owls' }, { text: '!' }] };
  return add({ liveChatMembershipItemRenderer: { ...base(item), headerSubtext } });
}

export function milestone(item: ChatItem & { readonly months: number }): unknown {
  const headerPrimaryText = { runs: [{ text: 'Member for ' }, { text: `${item.months} months` }] };
  const headerSubtext = { simpleText: 'Night Owls' };
  const message = item.text === undefined ? {} : { message: runsOf(item.text) };
  return add({
    liveChatMembershipItemRenderer: { ...base(item), headerPrimaryText, headerSubtext, ...message },
  });
}

export function giftPurchase(item: ChatItem & { readonly count: number; readonly to: string }): unknown {
  const { id, timestampUsec, authorExternalChannelId, ...shown } = base(item);
  const primaryText = {
    runs: [{ text: 'Sent ' }, { text: String(item.count) }, { text: ` ${item.to} gift memberships` }],
  };
  const header = { liveChatSponsorshipsHeaderRenderer: { ...shown, primaryText } };
  return add({
    liveChatSponsorshipsGiftPurchaseAnnouncementRenderer: {
      id,
      timestampUsec,
      authorExternalChannelId,
      header,
    },
  });
}

export function giftRedemption(item: ChatItem): unknown {
  const message = { runs: [{ text: 'received a gift membership by ' }, { text: '@giver', bold: true }] };
  return add({ liveChatSponsorshipsGiftRedemptionAnnouncementRenderer: { ...base(item), message } });
}

/** Without channel and time, as the platform sends it. */
export function jewelsGift({
  id,
  author,
  text,
}: {
  readonly id?: string;
  readonly author: string;
  readonly text: string;
}): unknown {
  const named = id === undefined ? {} : { id };
  return add({
    giftMessageViewModel: { ...named, authorName: { content: author }, text: { content: text } },
  });
}

export function placeholder(id: string): unknown {
  return add({ liveChatPlaceholderItemRenderer: { id, timestampUsec: String(SENT_AT * 1_000) } });
}

export function replace(targetItemId: string, replacementItem: unknown): unknown {
  return { replaceChatItemAction: { targetItemId, replacementItem } };
}

export function remove(targetItemId: string): unknown {
  return { removeChatItemAction: { targetItemId } };
}

export function markDeleted(targetItemId: string): unknown {
  return {
    markChatItemAsDeletedAction: { targetItemId, deletedStateMessage: runsOf('[message retracted]') },
  };
}

export function removeAuthor(externalChannelId: string): unknown {
  return { removeChatItemByAuthorAction: { externalChannelId } };
}

export function markAuthorDeleted(externalChannelId: string): unknown {
  return {
    markChatItemsByAuthorAsDeletedAction: { externalChannelId, deletedStateMessage: runsOf('[removed]') },
  };
}

/** A copy of a paid message for the bar above the chat. */
export function tickerCopy(id: string): unknown {
  const renderer = { liveChatPaidMessageRenderer: { ...base({ id }), message: runsOf('copy') } };
  const showItemEndpoint = { showLiveChatItemEndpoint: { renderer } };
  return {
    addLiveChatTickerItemAction: {
      item: { liveChatTickerPaidMessageItemRenderer: { id, showItemEndpoint } },
    },
  };
}

export function banner(contents: unknown): unknown {
  return { addBannerToLiveChatCommand: { bannerRenderer: { liveChatBannerRenderer: { contents } } } };
}

export function platformNote(id: string): unknown {
  return add({
    liveChatViewerEngagementMessageRenderer: { id, icon: { iconType: 'POLL' }, message: runsOf('A poll') },
  });
}

export function replayed(offsetMs: number, ...actions: readonly unknown[]): unknown {
  return { replayChatItemAction: { actions, videoOffsetTimeMsec: String(offsetMs) } };
}

/** What nobody can understand. */
export function hostileActions(): readonly unknown[] {
  return [
    null,
    7,
    'text',
    [],
    {},
    { someNewAction: { item: {} } },
    { addChatItemAction: null },
    add({}),
    add({ liveChatBrandNewRenderer: { id: 'x', message: runsOf('new') } }),
    add({ liveChatTextMessageRenderer: { id: 'no-text' } }),
    add({ liveChatTextMessageRenderer: 'text' }),
    remove(''),
    { removeChatItemByAuthorAction: {} },
    { replaceChatItemAction: {} },
    banner({ liveChatBrandNewBannerRenderer: {} }),
    replayed(0, replayed(0, chatMessage({ id: 'too-deep' }))),
  ];
}
