import type { ChatpulseEvent } from '../../core/events/codec.ts';
import type { MessageAnalyzed, RankedWord } from '../../core/events/generated.ts';
import { messageKey } from '../../core/events/ids.ts';
import { labelBit, labelBits } from './labels.ts';
import type {
  ArchiveBatch,
  ArchivedMessage,
  BroadcastTotals,
  ChatArchive,
  MessagePage,
  MessageQuery,
  Offender,
  StoredPosition,
} from './port.ts';
import { normalizeForSearch, searchTerms, searchText } from './search-text.ts';
import { sumWords } from '../../core/sum-words.ts';

/** An act of the platform in order of `chat.raw`. */
interface Act {
  readonly rawOffset: number;
  readonly at: number;
}

interface Verdict {
  hidden: { value: boolean; offset: number };
  approved: { value: boolean; offset: number };
}

const EXPORT_BLOCK = 500;

/** An archive for tests and for runs that keep nothing: all is kept as it came, and its state is worked out on reading. */
export function createMemoryArchive(): ChatArchive {
  return new MemoryArchive();
}

class MemoryArchive implements ChatArchive {
  readonly #content = new Map<string, MessageAnalyzed>();
  readonly #removals = new Map<string, Act>();
  readonly #sanctions = new Map<string, Act[]>();
  readonly #clears = new Map<string, Act[]>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #erased = new Set<string>();
  readonly #words = new Map<
    string,
    { broadcastId: string; start: number; stamp: number; words: readonly RankedWord[] }
  >();
  readonly #positions = new Map<string, StoredPosition>();

  write(batch: ArchiveBatch): Promise<void> {
    for (const { event, offset } of batch.entries) this.#apply(event, offset);
    const key = `${batch.topic}/${batch.partition}`;
    const known = this.#positions.get(key);
    this.#positions.set(key, {
      topic: batch.topic,
      partition: batch.partition,
      nextOffset: Math.max(batch.nextOffset, known?.nextOffset ?? 0),
      stamp: Math.max(batch.stamp, known?.stamp ?? -1),
    });
    return Promise.resolve();
  }

  positions(): Promise<readonly StoredPosition[]> {
    return Promise.resolve([...this.#positions.values()]);
  }

  messages(query: MessageQuery): Promise<MessagePage> {
    const matching = this.#broadcast(query.broadcastId).filter((stored) => matches(stored, query));
    const oldest = query.after !== undefined;
    const items = oldest
      ? matching.slice(0, query.limit)
      : matching.slice(Math.max(0, matching.length - query.limit));
    return Promise.resolve({ items, more: matching.length > items.length, partial: false });
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  totals(broadcastId: string): Promise<BroadcastTotals> {
    const stored = this.#broadcast(broadcastId);
    return Promise.resolve({
      messages: stored.length,
      removed: stored.filter(({ removed }) => removed).length,
      firstAt: stored[0]?.analyzed.eventTime ?? null,
      lastAt: stored.at(-1)?.analyzed.eventTime ?? null,
    });
  }

  words(query: Parameters<ChatArchive['words']>[0]): Promise<readonly RankedWord[]> {
    const { broadcastId, from = -Infinity, to = Infinity } = query;
    const minutes = [...this.#words.values()].filter(
      (minute) => minute.broadcastId === broadcastId && minute.start >= from && minute.start < to,
    );
    return Promise.resolve(
      sumWords(
        minutes.map(({ words }) => words),
        query.limit,
      ),
    );
  }

  offenders(query: { broadcastId: string; limit: number }): Promise<readonly Offender[]> {
    const offenders = new Map<string, Offender>();
    for (const { analyzed } of this.#broadcast(query.broadcastId)) {
      const { author } = analyzed.message;
      if (author.id === '') continue;
      const known = offenders.get(author.id);
      offenders.set(author.id, {
        authorId: author.id,
        name: author.name,
        messages: (known?.messages ?? 0) + 1,
        profane: (known?.profane ?? 0) + (analyzed.profane ? 1 : 0),
        removed: (known?.removed ?? 0) + (this.#ownRemoval(analyzed) ? 1 : 0),
        lastAt: analyzed.eventTime,
      });
    }
    const worst = [...offenders]
      .filter(([, { profane, removed }]) => profane + removed > 0)
      .sort(([keyA, a], [keyB, b]) => b.profane + b.removed - a.profane - a.removed || (keyA < keyB ? -1 : 1))
      .map(([, offender]) => offender);
    return Promise.resolve(worst.slice(0, query.limit));
  }

  async *export(broadcastId: string): AsyncIterable<readonly ArchivedMessage[]> {
    const stored = this.#broadcast(broadcastId);
    for (let i = 0; i < stored.length; i += EXPORT_BLOCK)
      yield await Promise.resolve(stored.slice(i, i + EXPORT_BLOCK));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #apply(event: ChatpulseEvent, offset: number): void {
    switch (event.type) {
      case 'MessageAnalyzed':
        this.#put(event.data);
        break;
      case 'MessageRemoved': {
        const key = messageKey(event.data.broadcastId, event.data.messageId);
        const known = this.#removals.get(key);
        if (!known || event.data.rawOffset < known.rawOffset) this.#removals.set(key, actOf(event.data));
        break;
      }
      case 'PlatformSanctioned':
        if (event.data.authorId !== '')
          pushTo(this.#sanctions, authorKey(event.data.broadcastId, event.data.authorId), actOf(event.data));
        break;
      case 'ChatCleared':
        pushTo(this.#clears, event.data.broadcastId, actOf(event.data));
        break;
      case 'WordsRanked': {
        const { broadcastId, start, stamp, words, closed } = event.data;
        const key = `${broadcastId}\n${start}`;
        if (closed && stamp > (this.#words.get(key)?.stamp ?? -Infinity))
          this.#words.set(key, { broadcastId, start, stamp, words });
        break;
      }
      case 'MessageHidden':
      case 'MessageRestored':
      case 'MessageApproved':
        this.#judge(event.type, messageKey(event.data.broadcastId, event.data.messageId), offset);
        break;
      case 'AuthorErased':
        this.#erase(event.data.platform, event.data.authorId);
        break;
      default:
      // Other events are not the archive's.
    }
  }

  #put(analyzed: MessageAnalyzed): void {
    const { message } = analyzed;
    if (this.#erased.has(authorKey(message.platform, message.author.id))) return;
    const key = messageKey(message.broadcastId, message.messageId);
    const stored = this.#content.get(key);
    if (!stored || stored.rawOffset > analyzed.rawOffset) this.#content.set(key, analyzed);
  }

  #judge(type: 'MessageHidden' | 'MessageRestored' | 'MessageApproved', key: string, offset: number): void {
    const verdict = this.#verdicts.get(key) ?? {
      hidden: { value: false, offset: -1 },
      approved: { value: false, offset: -1 },
    };
    this.#verdicts.set(key, verdict);
    if (offset > verdict.hidden.offset) verdict.hidden = { value: type === 'MessageHidden', offset };
    if (type !== 'MessageRestored' && offset > verdict.approved.offset)
      verdict.approved = { value: type === 'MessageApproved', offset };
  }

  #erase(platform: string, authorId: string): void {
    if (authorId === '') return;
    this.#erased.add(authorKey(platform, authorId));
    for (const [key, { message }] of this.#content)
      if (message.platform === platform && message.author.id === authorId) this.#content.delete(key);
  }

  /** The messages of a broadcast in order, with their states. */
  #broadcast(broadcastId: string): ArchivedMessage[] {
    return [...this.#content.values()]
      .filter(({ message }) => message.broadcastId === broadcastId)
      .sort((a, b) => a.rawOffset - b.rawOffset)
      .map((analyzed) => this.#withState(analyzed));
  }

  #withState(analyzed: MessageAnalyzed): ArchivedMessage {
    const { broadcastId, messageId } = analyzed.message;
    const clear = earliestAfter(this.#clears.get(broadcastId), analyzed.rawOffset);
    const own = this.#ownRemoval(analyzed);
    let removed: ArchivedMessage['removed'] = null;
    if (own) removed = { at: own.act.at, kind: own.kind };
    if (clear && (!own || clear.rawOffset < own.act.rawOffset)) removed = { at: clear.at, kind: 'chat' };
    const verdict = this.#verdicts.get(messageKey(broadcastId, messageId));
    return {
      analyzed,
      removed,
      hidden: verdict?.hidden.value ?? false,
      approved: verdict?.approved.value ?? false,
    };
  }

  /** The earliest act on the message or on its author. */
  #ownRemoval(analyzed: MessageAnalyzed): { act: Act; kind: 'message' | 'author' } | undefined {
    const { broadcastId, messageId, author } = analyzed.message;
    const removal = this.#removals.get(messageKey(broadcastId, messageId));
    const sanctions = author.id === '' ? undefined : this.#sanctions.get(authorKey(broadcastId, author.id));
    const sanction = earliestAfter(sanctions, analyzed.rawOffset);
    if (removal && (!sanction || removal.rawOffset <= sanction.rawOffset))
      return { act: removal, kind: 'message' };
    return sanction && { act: sanction, kind: 'author' };
  }
}

function matches({ analyzed, removed }: ArchivedMessage, query: MessageQuery): boolean {
  const { rawOffset, eventTime, message } = analyzed;
  if (rawOffset >= (query.before ?? Infinity) || rawOffset <= (query.after ?? -1)) return false;
  if (eventTime < (query.from ?? -Infinity) || eventTime >= (query.to ?? Infinity)) return false;
  if (query.label === 'removed' && !removed) return false;
  if (query.label && query.label !== 'removed' && !(labelBits(analyzed) & labelBit(query.label)))
    return false;
  if (query.author !== undefined && !isBy(message.author, query.author)) return false;
  const text = searchText(analyzed);
  return searchTerms(query.text ?? '').every((term) => text.includes(term));
}

function isBy(author: { readonly id: string; readonly name: string }, wanted: string): boolean {
  if (author.id !== '' && author.id === wanted) return true;
  return normalizeForSearch(author.name) === normalizeForSearch(wanted);
}

function earliestAfter(acts: readonly Act[] | undefined, rawOffset: number): Act | undefined {
  let earliest: Act | undefined;
  for (const act of acts ?? [])
    if (act.rawOffset > rawOffset && (!earliest || act.rawOffset < earliest.rawOffset)) earliest = act;
  return earliest;
}

function actOf(event: { readonly rawOffset: number; readonly eventTime: number }): Act {
  return { rawOffset: event.rawOffset, at: event.eventTime };
}

function authorKey(scope: string, authorId: string): string {
  return `${scope}\n${authorId}`;
}

function pushTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
